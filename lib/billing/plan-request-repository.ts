import type { Tx } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { PLAN_INTERVALS, PLAN_REQUEST_STATES, type PlanRequest } from './schema.ts'
import { toPlanKey } from './to-plan-key.ts'

/** A request with who asked and who decided, for staff and mails. */
export interface PlanRequestRow extends PlanRequest {
  readonly workspaceId: string
  readonly requestedBy: string | null
  readonly decidedBy: string | null
}

export interface NewPlanRequest {
  workspaceId: string
  planKey: string
  interval: string
  seats: number
  note: string | null
  requestedBy: string | null
}

/** @returns the id. */
export async function insertPlanRequest(tx: Tx, request: NewPlanRequest): Promise<string> {
  const id = createId()
  await tx.planRequest.createMany({ data: { ...request, id } })
  return id
}

/** Somebody thought better of it: the open request says something else from now on. */
export async function updateOpenPlanRequest(
  tx: Tx,
  id: string,
  { workspaceId, ...wish }: NewPlanRequest & { requestedAt?: Date },
): Promise<void> {
  await tx.planRequest.updateMany({ where: { workspaceId, id, status: 'open' }, data: wish })
}

export async function findPlanRequestById(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<PlanRequestRow | null> {
  const row = await tx.planRequest.findUnique({ where: { workspaceId_id: { workspaceId, id } } })
  return row && toRequest(row)
}

/** The open one, else the latest. */
export async function findLastPlanRequest(tx: Tx, workspaceId: string): Promise<PlanRequestRow | null> {
  const open = await findOpenPlanRequest(tx, workspaceId)
  if (open) return open
  const row = await tx.planRequest.findFirst({ where: { workspaceId }, orderBy: { id: 'desc' } })
  return row && toRequest(row)
}

export async function findOpenPlanRequest(tx: Tx, workspaceId: string): Promise<PlanRequestRow | null> {
  const row = await tx.planRequest.findFirst({ where: { workspaceId, status: 'open' } })
  return row && toRequest(row)
}

/** @returns false when it was not open any more. */
export async function closePlanRequest(
  tx: Tx,
  { workspaceId, id }: { workspaceId: string; id: string },
  to:
    | { status: 'withdrawn' }
    | { status: 'granted' | 'declined'; decidedBy: string | null; decidedAt: Date; reply: string | null },
): Promise<boolean> {
  const { count } = await tx.planRequest.updateMany({ where: { workspaceId, id, status: 'open' }, data: to })
  return count === 1
}

type Row = NonNullable<Awaited<ReturnType<Tx['planRequest']['findFirst']>>>

function toRequest(row: Row): PlanRequestRow {
  return {
    ...row,
    planKey: toPlanKey(row.planKey),
    // Check constraints keep other words out of both columns.
    interval: PLAN_INTERVALS.find((interval) => interval === row.interval) ?? 'month',
    status: PLAN_REQUEST_STATES.find((status) => status === row.status) ?? 'withdrawn',
    requestedAt: row.requestedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
  }
}
