import type { WorkspaceContext } from '#lib/auth/context.ts'
import { insertAuditEntry } from '#lib/platform/audit.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { enqueue } from '#lib/platform/queue/index.ts'
import { assertSeats } from './change-account.ts'
import { planRequestJob } from './jobs.ts'
import { isMore } from './outgrown-wish.ts'
import {
  closePlanRequest,
  findLastPlanRequest,
  findOpenPlanRequest,
  findPlanRequestById,
  insertPlanRequest,
  type PlanRequestRow,
  updateOpenPlanRequest,
} from './plan-request-repository.ts'
import { PLANS, type Plan, seatsOn } from './plans.ts'
import { notBillingAdmin } from './problems.ts'
import { type BaseRow, findBase, lockAccount } from './repository.ts'
import type { PlanRequest, RequestPlan } from './schema.ts'
import { toPlanKey } from './to-plan-key.ts'

/** Who thinks better of it again and again is told to staff once in that time, as it stands then. */
const TELL_AGAIN_MS = 60 * 60 * 1000

/**
 * Asks for a larger plan, or for more seats of the present one, where nobody can pay yet; staff decide. One request is open
 * at a time: who asks again changes it.
 *
 * @throws AppError not_billing_admin (below owner), invalid (too few seats), conflict (the workspace has that much).
 */
export async function requestPlan(ctx: WorkspaceContext, input: RequestPlan): Promise<PlanRequest> {
  requireOwner(ctx)
  return withTenant(ctx, async (tx) => {
    const { workspaceId } = ctx
    await lockAccount(tx, workspaceId)
    const { now, ...base } = await findBase(tx, workspaceId)
    const wish = toWish(input, base)
    const open = await findOpenPlanRequest(tx, workspaceId)
    if (open && isSame(open, wish)) return open
    const request = { workspaceId, requestedBy: ctx.userId, ...wish }
    const requestId = open?.id ?? (await insertPlanRequest(tx, request))
    const isNews = !open || now.getTime() - Date.parse(open.requestedAt) >= TELL_AGAIN_MS
    if (open)
      await updateOpenPlanRequest(tx, open.id, { ...request, ...(isNews ? { requestedAt: now } : {}) })
    await insertAuditEntry(tx, { ...toActor(ctx, requestId), action: 'plan.requested', detail: wish })
    if (isNews) await enqueue(tx, planRequestJob, { workspaceId, requestId })
    return getRequest(tx, workspaceId, requestId)
  })
}

/** The open request of a workspace, else the last one; null where nobody ever asked. @throws AppError not_billing_admin */
export async function findPlanRequest(ctx: WorkspaceContext): Promise<PlanRequest | null> {
  requireOwner(ctx)
  return withTenant(ctx, (tx) => findLastPlanRequest(tx, ctx.workspaceId))
}

/**
 * Takes a request back.
 *
 * @throws AppError not_billing_admin, not_found, conflict (decided in the meantime).
 */
export async function withdrawPlanRequest(ctx: WorkspaceContext, id: string): Promise<void> {
  requireOwner(ctx)
  return withTenant(ctx, async (tx) => {
    const { status } = await getRequest(tx, ctx.workspaceId, id)
    if (status === 'withdrawn') return
    if (!(await closePlanRequest(tx, { workspaceId: ctx.workspaceId, id }, { status: 'withdrawn' })))
      throw new AppError('conflict', 'This request has been decided already.')
    await insertAuditEntry(tx, { ...toActor(ctx, id), action: 'plan.withdrawn' })
  })
}

type Wish = Required<Pick<PlanRequest, 'planKey' | 'interval' | 'seats' | 'note'>>

function toWish(input: RequestPlan, base: Omit<BaseRow, 'now'>): Wish {
  const plan: Plan = PLANS[input.planKey]
  assertSeats(plan, input.seats)
  const seats = seatsOn(plan, input.seats ?? base.seats)
  const current = toPlanKey(base.planKey)
  if (!isMore({ planKey: plan.key, seats }, { planKey: current, seats: base.seats })) {
    const detail =
      current === plan.key
        ? `This workspace is on ${plan.name} with ${base.seats} seats already. Ask for more seats or a larger plan.`
        : `This workspace is on ${PLANS[current].name}, which holds more than ${plan.name}. Write to us to move down.`
    throw new AppError('conflict', detail, { plan: current })
  }
  return { planKey: plan.key, seats, interval: input.interval ?? 'month', note: input.note || null }
}

function isSame(open: Wish, wish: Wish): boolean {
  return (
    open.planKey === wish.planKey &&
    open.interval === wish.interval &&
    open.seats === wish.seats &&
    open.note === wish.note
  )
}

async function getRequest(tx: Tx, workspaceId: string, id: string): Promise<PlanRequestRow> {
  const found = await findPlanRequestById(tx, workspaceId, id)
  if (!found) throw new AppError('not_found', 'There is no such request.')
  return found
}

function toActor({ workspaceId, userId }: WorkspaceContext, subject: string) {
  return { workspaceId, actorUserId: userId, subject }
}

function requireOwner(ctx: WorkspaceContext): void {
  if (ctx.role !== 'owner') throw notBillingAdmin(ctx.role)
}
