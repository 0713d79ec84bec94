import type { OverrideRow } from './override-repository.ts'
import { type Plan, planFigures, toMilliCredits } from './plans.ts'
import { featureText } from './problems.ts'
import { FEATURES, type Feature, LIMIT_KEYS, type Limits } from './schema.ts'

/** What a workspace may do, overrides in it. */
export interface Resolved {
  readonly limits: Limits
  readonly creditsMc: number
  readonly features: Feature[]
  /** What the workspace is told of features that an override takes away. */
  readonly reasons: Record<string, string>
}

/** The figures of `plan` with `overrides` laid over them, in the order given. Seats count before what is pooled. */
export function resolveEntitlements(plan: Plan, overrides: readonly OverrideRow[], seats = 0): Resolved {
  const base = planFigures(plan, seats)
  const bought = applyNumber(base.limits.seats, pick(overrides, 'seats'))
  const figures = planFigures(plan, Math.max(seats, bought ?? 0))
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
  return { limits, creditsMc, ...resolveFeatures(plan, overrides) }
}

function resolveFeatures(
  plan: Plan,
  overrides: readonly OverrideRow[],
): Pick<Resolved, 'features' | 'reasons'> {
  const reasons: Record<string, string> = {}
  const features = FEATURES.filter((feature) => {
    const last = pick(overrides, feature).at(-1)
    if (!last) return plan.features.includes(feature)
    const allowed = last.op !== 'deny' && last.value !== false
    if (!allowed) reasons[feature] = featureText(undefined)
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
