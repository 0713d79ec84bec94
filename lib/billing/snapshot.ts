import * as z from 'zod'
import type { Tx } from '#lib/platform/db/index.ts'
import { raisePlanGrant } from './grant-repository.ts'
import { PLANS, planFigures, toMilliCredits } from './plans.ts'
import {
  findActiveOverrides,
  findSnapshot,
  type OverrideRow,
  readDatabaseTime,
  writeSnapshot,
} from './repository.ts'
import {
  FEATURES,
  type Feature,
  LIMIT_KEYS,
  type Limits,
  limitsSchema,
  PLAN_KEYS,
  type PlanKey,
} from './schema.ts'

/** `entitlement_snapshot.limits`: the limits, overrides in them, and the credits of a month. */
export const snapshotLimitsSchema = limitsSchema.extend({ creditsMc: z.number().int().nonnegative() })

/** What a workspace may do, overrides in it. */
export interface Resolved {
  readonly limits: Limits
  readonly creditsMc: number
  readonly features: Feature[]
  /** Why a feature is not there although the plan has it. */
  readonly reasons: Record<string, string>
}

/** The figures of `planKey` with `overrides` laid over them, in the order given. Seats count before what is pooled. */
export function resolveEntitlements(
  planKey: PlanKey,
  overrides: readonly OverrideRow[],
  seats = 0,
): Resolved {
  const base = planFigures(planKey, seats)
  const bought = applyNumber(base.limits.seats, pick(overrides, 'seats'))
  const figures = planFigures(planKey, Math.max(seats, bought ?? 0))
  const limits = { ...figures.limits }
  for (const key of LIMIT_KEYS) {
    limits[key] = key === 'seats' ? bought : applyNumber(limits[key], pick(overrides, key))
  }
  const creditsMc = pick(overrides, 'credits').reduce((mc, { op, value }) => {
    if (op === 'deny') return 0
    const change = typeof value === 'number' ? toMilliCredits(value) : null
    // Without a number the plan's figure holds: an open contract is not an open account.
    if (change === null) return mc
    return op === 'add' ? Math.max(0, mc + change) : change
  }, figures.creditsMc)
  return { limits, creditsMc, ...resolveFeatures(planKey, overrides) }
}

function resolveFeatures(
  planKey: PlanKey,
  overrides: readonly OverrideRow[],
): Pick<Resolved, 'features' | 'reasons'> {
  const reasons: Record<string, string> = {}
  const features = FEATURES.filter((feature) => {
    let allowed = PLANS[planKey].features.some((each) => each === feature)
    for (const { op, value, reason } of pick(overrides, feature)) {
      allowed = op !== 'deny' && value !== false
      if (!allowed) reasons[feature] = reason
    }
    return allowed
  })
  return { features, reasons }
}

function applyNumber(start: number | null, overrides: readonly OverrideRow[]): number | null {
  return overrides.reduce<number | null>((current, { op, value }) => {
    if (op === 'deny') return 0
    if (op === 'set') return typeof value === 'number' || value === null ? value : current
    return current === null || typeof value !== 'number' ? current : Math.max(0, current + value)
  }, start)
}

function pick(overrides: readonly OverrideRow[], key: string): OverrideRow[] {
  return overrides.filter((each) => each.key === key)
}

/**
 * Writes the snapshot anew from the plan and the overrides that hold now, and raises the period's grant where the
 * plan now gives more; what was used stays. A lower figure holds from the next period.
 *
 * @param change a new plan or number of seats; without it the plan stays.
 */
export async function recomputeSnapshot(
  tx: Tx,
  workspaceId: string,
  change: { planKey?: PlanKey; seats?: number } = {},
): Promise<void> {
  const now = await readDatabaseTime(tx)
  const current = await findSnapshot(tx, workspaceId)
  const planKey = change.planKey ?? toPlanKey(current.planKey)
  const { overrides, validUntil } = await findActiveOverrides(tx, workspaceId, now)
  const resolved = resolveEntitlements(planKey, overrides, change.seats)
  await writeSnapshot(tx, workspaceId, {
    planKey,
    planVersion: PLANS[planKey].version,
    limits: { ...resolved.limits, creditsMc: resolved.creditsMc },
    features: resolved.features,
    reasons: resolved.reasons,
    validUntil,
  })
  await raisePlanGrant(tx, { workspaceId, limitMc: resolved.creditsMc, now })
}

/** A plan key read from the database. @throws when it is not one of the catalogue. */
export function toPlanKey(value: string): PlanKey {
  const found = PLAN_KEYS.find((key) => key === value)
  if (!found) throw new Error(`Unknown plan "${value}".`)
  return found
}
