import type { Tx } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { enqueue } from '#lib/platform/queue/index.ts'
import { invalid } from './invalid.ts'
import { planRequestJob } from './jobs.ts'
import { describePlan, isMore } from './outgrown-wish.ts'
import { closePlanRequest, findOpenPlanRequest } from './plan-request-repository.ts'
import { PLANS, type Plan, seatsOn, toCredits } from './plans.ts'
import { findBase, findSnapshot, lockAccount, readDatabaseTime, updateBase } from './repository.ts'
import type { PlanKey } from './schema.ts'
import { recomputeSnapshot, snapshotLimitsSchema } from './snapshot.ts'
import { toPlanKey } from './to-plan-key.ts'

/** What an account is and may do, for the audit entry of a change. */
export type AccountFacts = {
  readonly planKey: PlanKey
  readonly planVersion: number
  readonly seats: number
  readonly access: string
  readonly holdReason: string | null
  readonly graceStartedAt: string | null
  readonly limits: Record<string, number | null>
  /** Credits of a month. */
  readonly credits: number
  readonly features: string[]
}

/** The account before and after a change; whoever asked for it writes both to the audit log, in the same transaction. */
export type AccountChange = { readonly before: AccountFacts; readonly after: AccountFacts }

export const MAX_SEATS = 10_000

/**
 * Puts a workspace on the current version of another plan, or on another number of seats. What gives more holds at once,
 * with what was used kept; fewer credits hold from the next period, and what lies above a lower limit stays readable.
 * Where the plan is the same, its version stays. An open request that this satisfies is granted with it.
 *
 * @param to.seats the present number, and at least the plan's minimum, if left out.
 * @throws AppError invalid (fewer seats than the plan is sold for).
 */
export async function changePlan(
  tx: Tx,
  workspaceId: string,
  to: { planKey: PlanKey; seats?: number },
): Promise<AccountChange> {
  const change = await changeAccount(tx, workspaceId, async ({ planKey, planVersion, seats }) => {
    const plan: Plan = PLANS[to.planKey]
    assertSeats(plan, to.seats)
    await updateBase(tx, workspaceId, {
      planKey: plan.key,
      planVersion: plan.key === planKey ? planVersion : plan.version,
      seats: seatsOn(plan, to.seats ?? seats),
    })
  })
  await grantSatisfied(tx, workspaceId, change.after)
  return change
}

/** What somebody asked for and has now is not to be decided any more; they are told as after a decision. */
async function grantSatisfied(tx: Tx, workspaceId: string, has: AccountFacts): Promise<void> {
  const open = await findOpenPlanRequest(tx, workspaceId)
  if (!open || isMore(open, has)) return
  const reply = open.planKey === has.planKey ? null : `You are on ${describePlan(has)}, which holds more.`
  const decidedAt = await readDatabaseTime(tx)
  await closePlanRequest(tx, open, { status: 'granted', decidedBy: null, decidedAt, reply })
  await enqueue(tx, planRequestJob, { workspaceId, requestId: open.id })
}

/** @throws AppError invalid at `/seats`. */
export function assertSeats(plan: Plan, seats: number | undefined): void {
  if (seats === undefined || !plan.perSeat) return
  if (Number.isSafeInteger(seats) && seats >= plan.minSeats && seats <= MAX_SEATS) return
  throw invalid('/seats', `${plan.name} is for ${plan.minSeats} people or more; tell a whole number.`)
}

/**
 * Stops all spending and adding of a workspace, or lets it go on. Reading, exporting and deleting never stop.
 *
 * @param reason for staff and the audit log; null lifts the hold.
 * @throws AppError invalid (a reason without words).
 */
export function setHold(tx: Tx, workspaceId: string, reason: string | null): Promise<AccountChange> {
  if (reason?.trim() === '') throw invalid('/reason', 'Say why the workspace is put on hold.')
  return changeAccount(tx, workspaceId, () => updateBase(tx, workspaceId, { holdReason: reason }))
}

/**
 * A payment has failed: the grace begins, with full access, and ends in reading only. A grace that runs already goes on
 * from its beginning.
 */
export function startGrace(tx: Tx, workspaceId: string, at?: Date): Promise<AccountChange> {
  return changeAccount(tx, workspaceId, async ({ graceStartedAt }) => {
    if (graceStartedAt !== null) return
    await updateBase(tx, workspaceId, { graceStartedAt: at ?? (await readDatabaseTime(tx)) })
  })
}

/** The payment came after all: full access at once. */
export function clearGrace(tx: Tx, workspaceId: string): Promise<AccountChange> {
  return changeAccount(tx, workspaceId, () => updateBase(tx, workspaceId, { graceStartedAt: null }))
}

/**
 * Locks the account, lets `write` change it and works out what it may do now.
 *
 * @throws AppError not_found
 */
export async function changeAccount(
  tx: Tx,
  workspaceId: string,
  write: (before: AccountFacts) => Promise<unknown>,
): Promise<AccountChange> {
  if (!(await lockAccount(tx, workspaceId))) throw new AppError('not_found', 'No such workspace.')
  const before = await readFacts(tx, workspaceId)
  await write(before)
  await recomputeSnapshot(tx, workspaceId)
  return { before, after: await readFacts(tx, workspaceId) }
}

async function readFacts(tx: Tx, workspaceId: string): Promise<AccountFacts> {
  const base = await findBase(tx, workspaceId)
  const snapshot = await findSnapshot(tx, workspaceId)
  const { creditsMc, ...limits } = snapshotLimitsSchema.parse(snapshot.limits)
  return {
    planKey: toPlanKey(base.planKey),
    planVersion: base.planVersion,
    seats: base.seats,
    access: snapshot.access,
    holdReason: base.holdReason,
    graceStartedAt: base.graceStartedAt?.toISOString() ?? null,
    limits,
    credits: toCredits(creditsMc),
    features: snapshot.features,
  }
}
