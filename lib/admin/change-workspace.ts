import type { UserContext } from '#lib/auth/context.ts'
import { requireStaff } from '#lib/auth/index.ts'
import {
  addOverride,
  changePlan,
  decidePlanRequest,
  grantCredits,
  revokeGrant,
  revokeOverride,
  setHold,
} from '#lib/billing/index.ts'
import { insertAuditEntry } from '#lib/platform/audit.ts'
import { type Prisma, type Tx, withPlatform } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { hasWorkspace } from './repository.ts'
import type {
  AddOverride,
  ChangePlan,
  DecidePlanRequest,
  GrantCredits,
  RevokeGrant,
  SetHold,
} from './schema.ts'
import { findPlanRequestWorkspace } from './workspaces-repository.ts'

/** What a change did, for the log: the service's own before and after, and what it was done to. */
interface Change {
  readonly subject: string
  readonly before: object | null
  readonly after: object | null
}

/** Puts a workspace on another plan or number of seats. @throws AppError forbidden, not_found, invalid */
export function staffChangePlan(user: UserContext, workspaceId: string, input: ChangePlan): Promise<string> {
  const { planKey, seats, reason } = input
  return changed(user, { workspaceId, action: 'staff.plan_changed', reason }, async (tx) => ({
    subject: workspaceId,
    ...(await changePlan(tx, workspaceId, { planKey, ...(seats === undefined ? {} : { seats }) })),
  }))
}

/**
 * Gives credits for once; the same key gives them once.
 *
 * @returns the grant's id.
 * @throws AppError forbidden, not_found, invalid, idempotency_key_reused
 */
export function staffGrantCredits(
  user: UserContext,
  workspaceId: string,
  input: GrantCredits,
  idempotencyKey: string = createId(),
): Promise<string> {
  const { credits, reason } = input
  const expiresAt = input.expiresAt === null ? null : new Date(input.expiresAt)
  return changed(user, { workspaceId, action: 'staff.credits_granted', reason }, async (tx) => {
    const given = { workspaceId, credits, reason, expiresAt, idempotencyKey }
    const { grantId, before, after } = await grantCredits(tx, given)
    return { subject: grantId, before, after: { ...after, credits, expiresAt: input.expiresAt } }
  })
}

/** Takes back what is left of credits, at most `credits`. @throws AppError forbidden, not_found, invalid, conflict */
export function staffRevokeGrant(
  user: UserContext,
  { workspaceId, grantId }: { workspaceId: string; grantId: string },
  { reason, credits }: RevokeGrant,
): Promise<string> {
  return changed(user, { workspaceId, action: 'staff.credits_revoked', reason }, async (tx) => {
    const { revokedCredits, before, after } = await revokeGrant(tx, workspaceId, grantId, credits)
    return { subject: grantId, before, after: { ...after, revokedCredits } }
  })
}

/** Lays an override over the plan; the same key lays one. @returns its id. @throws AppError as `staffGrantCredits` */
export function staffAddOverride(
  user: UserContext,
  workspaceId: string,
  input: AddOverride,
  idempotencyKey: string = createId(),
): Promise<string> {
  const { key, op, value, reason } = input
  const expiresAt = input.expiresAt === null ? null : new Date(input.expiresAt)
  const override = { workspaceId, key, op, value, reason, grantedBy: user.userId, expiresAt, idempotencyKey }
  return changed(user, { workspaceId, action: 'staff.override_added', reason }, async (tx) => {
    const { id, before, after } = await addOverride(tx, override)
    return {
      subject: id,
      before,
      after: { ...after, override: { key, op, value, expiresAt: input.expiresAt } },
    }
  })
}

/** Ends an override now. @throws AppError forbidden, not_found */
export function staffRevokeOverride(
  user: UserContext,
  { workspaceId, overrideId }: { workspaceId: string; overrideId: string },
  reason: string,
): Promise<string> {
  return changed(user, { workspaceId, action: 'staff.override_revoked', reason }, async (tx) => ({
    subject: overrideId,
    ...(await revokeOverride(tx, workspaceId, overrideId)),
  }))
}

/** Stops all spending and adding of a workspace, or lets it go on. @throws AppError forbidden, not_found */
export function staffSetHold(
  user: UserContext,
  workspaceId: string,
  { hold, reason }: SetHold,
): Promise<string> {
  const action = hold ? 'staff.hold_set' : 'staff.hold_lifted'
  return changed(user, { workspaceId, action, reason }, async (tx) => ({
    subject: workspaceId,
    ...(await setHold(tx, workspaceId, hold ? reason : null)),
  }))
}

/** Answers a wish for another plan. @throws AppError forbidden, not_found, conflict, invalid */
export async function staffDecidePlanRequest(
  user: UserContext,
  requestId: string,
  { decision, reply }: DecidePlanRequest,
): Promise<string> {
  requireStaff(user)
  const workspaceId = await withPlatform('staffRead', (tx) => findPlanRequestWorkspace(tx, requestId))
  if (workspaceId === null) throw new AppError('not_found', 'There is no such request.')
  const grant = decision === 'granted'
  const action = grant ? 'staff.plan_request_granted' : 'staff.plan_request_declined'
  return changed(user, { workspaceId, action, reason: reply || null }, async (tx) => {
    const decided = { workspaceId, requestId, grant, reply: reply || null, decidedBy: user.userId }
    const { request, change } = await decidePlanRequest(tx, decided)
    const { planKey, interval, seats, status } = request
    return {
      subject: requestId,
      before: { status: 'open', ...(change && { account: change.before }) },
      after: { status, planKey, interval, seats, ...(change && { account: change.after }) },
    }
  })
}

/** Every change of staff goes through here: role first, then the change and its audit entry in one transaction. */
function changed(
  user: UserContext,
  entry: { workspaceId: string; action: string; reason: string | null },
  change: (tx: Tx) => Promise<Change>,
): Promise<string> {
  requireStaff(user)
  const { workspaceId, action, reason } = entry
  return withPlatform('staffChange', async (tx) => {
    if (!(await hasWorkspace(tx, workspaceId))) throw new AppError('not_found', 'No such workspace.')
    const { subject, before, after } = await change(tx)
    await insertAuditEntry(tx, {
      workspaceId,
      actorUserId: user.userId,
      action,
      subject,
      detail: { reason, before: toJson(before), after: toJson(after) },
    })
    return subject
  })
}

/** Facts of an account as the log keeps them: plain values, no dates. */
function toJson(facts: object | null): Prisma.InputJsonObject | null {
  return facts === null ? null : JSON.parse(JSON.stringify(facts))
}
