import type { WorkspaceContext } from '#lib/auth/context.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import { graceEndsAt } from './access-state.ts'
import { type Period, periodOf } from './periods.ts'
import { accessProblem, type Standing } from './problems.ts'
import { type AccountRow, findAccount } from './repository.ts'
import { ACCESS_STATES, FEATURES, type Feature, type Limits, limitsSchema } from './schema.ts'
import { recomputeSnapshot, snapshotLimitsSchema } from './snapshot.ts'
import { toPlanKey } from './to-plan-key.ts'

/** What a workspace may do now, from its single row; the clock is the database's. */
export interface Account extends Standing {
  readonly now: Date
  readonly period: Period
  readonly planVersion: number
  /** Bought; counts where the plan is sold per seat. */
  readonly seats: number
  /** After a failed payment: when full access ends, or ended. */
  readonly graceEndsAt: Date | null
  readonly limits: Limits
  /** Credits of a month, in mc. */
  readonly creditsMc: number
  readonly features: readonly Feature[]
  readonly reasons: Readonly<Record<string, string>>
}

/** Reads the account; where an override or the grace has begun or ended since, the snapshot is made anew first. */
export async function getAccount(tx: Tx, workspaceId: string): Promise<Account> {
  const row = await findAccount(tx, workspaceId)
  if (row.validUntil && row.validUntil <= row.now) {
    await recomputeSnapshot(tx, workspaceId)
    return toAccount(await findAccount(tx, workspaceId))
  }
  return toAccount(row)
}

function toAccount(row: AccountRow): Account {
  const limits = snapshotLimitsSchema.parse(row.limits)
  return {
    now: row.now,
    period: periodOf(row.anchorAt, row.now),
    planKey: toPlanKey(row.planKey),
    planVersion: row.planVersion,
    seats: row.seats,
    graceEndsAt: graceEndsAt(row.graceStartedAt),
    access: ACCESS_STATES.find((state) => state === row.access) ?? 'hold',
    limits: limitsSchema.parse(limits),
    creditsMc: limits.creditsMc,
    features: FEATURES.filter((feature) => row.features.includes(feature)),
    reasons: row.reasons,
  }
}

/**
 * @throws AppError payment_required (the grace is over), billing_hold (a dispute). Reading and exporting never ask.
 */
export function assertMaySpend(ctx: Pick<WorkspaceContext, 'role'>, standing: Standing): void {
  const problem = accessProblem(ctx, standing)
  if (problem) throw problem
}
