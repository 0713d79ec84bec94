import type { Tx } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { enqueue } from '#lib/platform/queue/index.ts'
import { type AccountChange, changePlan } from './change-account.ts'
import { invalid } from './invalid.ts'
import { planRequestJob } from './jobs.ts'
import { describePlan, isMore } from './outgrown-wish.ts'
import { closePlanRequest, findPlanRequestById, type PlanRequestRow } from './plan-request-repository.ts'
import { findBase, lockAccount, readDatabaseTime } from './repository.ts'
import { toPlanKey } from './to-plan-key.ts'

export interface PlanDecision {
  readonly workspaceId: string
  readonly requestId: string
  readonly grant: boolean
  /** Read by the person who asked; needed where the answer is no. */
  readonly reply: string | null
  readonly decidedBy: string
}

/**
 * Answers a request: the workspace is on the plan at once, or not; the person who asked is told by mail either way. Limits
 * of a contract follow as overrides.
 *
 * @returns the request as it is now and, where it was granted, what the account was and is.
 * @throws AppError not_found, conflict (decided or withdrawn in the meantime, or the workspace has as much by now), invalid
 *   (a no without a reply).
 */
export async function decidePlanRequest(
  tx: Tx,
  decision: PlanDecision,
): Promise<{ request: PlanRequestRow; change: AccountChange | null }> {
  const { workspaceId, requestId, grant, decidedBy } = decision
  const reply = decision.reply?.trim() || null
  if (!grant && reply === null) throw invalid('/reply', 'Say why, for the person who asked.')
  await lockAccount(tx, workspaceId)
  const request = await findPlanRequestById(tx, workspaceId, requestId)
  if (!request) throw new AppError('not_found', 'There is no such request.')
  if (grant && request.status === 'open') await assertStillMore(tx, request)
  const decidedAt = await readDatabaseTime(tx)
  const status = grant ? 'granted' : 'declined'
  const closed = await closePlanRequest(
    tx,
    { workspaceId, id: requestId },
    { status, decidedBy, decidedAt, reply },
  )
  if (!closed) throw new AppError('conflict', 'This request was decided or withdrawn in the meantime.')
  const { planKey, seats } = request
  const change = grant ? await changePlan(tx, workspaceId, { planKey, seats }) : null
  await enqueue(tx, planRequestJob, { workspaceId, requestId })
  return { request: { ...request, status, decidedBy, decidedAt: decidedAt.toISOString(), reply }, change }
}

/** The account may have changed since somebody asked: granting an old wish never takes anything away. */
async function assertStillMore(tx: Tx, { workspaceId, ...wish }: PlanRequestRow): Promise<void> {
  const base = await findBase(tx, workspaceId)
  const has = { planKey: toPlanKey(base.planKey), seats: base.seats }
  if (isMore(wish, has)) return
  throw new AppError(
    'conflict',
    `This workspace is on ${describePlan(has)} now, which holds as much as ${describePlan(wish)} or more. Decline the request.`,
    { plan: has.planKey },
  )
}
