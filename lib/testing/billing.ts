// Accounts in a given state, and the invariants of the ledger as one query.
import type { WorkspaceContext } from '#lib/auth/context.ts'
import {
  findLedgerProblems,
  insertGrant as giveCredits,
  type MeterSpec,
  type ModelCost,
  openAccount,
  reserve,
  type Settlement,
  type StockKey,
  settle,
} from '#lib/billing/index.ts'
import type { PlanKey } from '#lib/billing/schema.ts'
import { type Tx, withPlatform, withTenant } from '#lib/platform/db/index.ts'
import { isAppError } from '#lib/platform/errors.ts'
import { createId, NIL_ID } from '#lib/platform/id.ts'
import { ownerQuery } from './database.ts'
import { insertWorkspace } from './factories/rows.ts'

/** A workspace with its account, made as sign-up makes it. */
export async function insertAccount(
  input: { plan?: PlanKey; creditsMc?: number; anchorAt?: Date; role?: WorkspaceContext['role'] } = {},
): Promise<WorkspaceContext> {
  const ctx = await insertWorkspace(input.role ? { role: input.role } : {})
  await withPlatform('completeSignUp', (tx) =>
    openAccount(tx, {
      workspaceId: ctx.workspaceId,
      planKey: input.plan ?? 'free',
      ...(input.anchorAt ? { now: input.anchorAt } : {}),
    }),
  )
  if (input.creditsMc !== undefined) await setGrantLimit(ctx.workspaceId, input.creditsMc)
  return ctx
}

/** The month's credits of a workspace, in mc, as if they had been given so; at 0 an ask answers 402. */
export async function setGrantLimit(workspaceId: string, limitMc: number): Promise<void> {
  const [grant] = await ownerQuery<{ id: string }>(
    `UPDATE quota_grant SET limit_mc = $2, revoked_mc = 0 WHERE workspace_id = $1 AND source = 'plan' RETURNING id`,
    [workspaceId, limitMc],
  )
  await ownerQuery(
    `DELETE FROM usage_entry WHERE workspace_id = $1 AND grant_id = $2 AND kind IN ('grant', 'revoke')`,
    [workspaceId, grant?.id],
  )
  await ownerQuery(
    `INSERT INTO usage_entry (workspace_id, id, kind, action, amount_mc, grant_id, surface) VALUES ($1, $2, 'grant', 'grant.plan', $3, $4, 'job')`,
    [workspaceId, createId(), limitMc, grant?.id],
  )
  await rebuildDaily(workspaceId)
}

/** The sums by day of what a test has written to the ledger past the product. */
export async function rebuildDaily(workspaceId: string): Promise<void> {
  await ownerQuery('DELETE FROM usage_daily WHERE workspace_id = $1', [workspaceId])
  await ownerQuery(
    `INSERT INTO usage_daily (workspace_id, day, action, plan_key, user_id, api_key_id, surface, granted_mc, revoked_mc, charged_mc,
                              refunded_mc, overage_mc, cost_micro_usd, write_off_micro_usd, input_tokens, output_tokens, entries)
     SELECT workspace_id, (at AT TIME ZONE 'UTC')::date, action, plan_key, coalesce(user_id, $2), coalesce(api_key_id, $2), surface,
            coalesce(sum(amount_mc) FILTER (WHERE kind = 'grant'), 0), coalesce(sum(amount_mc) FILTER (WHERE kind = 'revoke'), 0),
            coalesce(sum(amount_mc) FILTER (WHERE kind = 'charge'), 0), coalesce(sum(amount_mc) FILTER (WHERE kind = 'refund'), 0),
            coalesce(sum(amount_mc) FILTER (WHERE kind = 'overage'), 0), sum(cost_micro_usd),
            coalesce(sum(cost_micro_usd) FILTER (WHERE write_off), 0), coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0),
            count(*)
     FROM usage_entry WHERE workspace_id = $1 GROUP BY 1, 2, 3, 4, 5, 6, 7`,
    [workspaceId, NIL_ID],
  )
}

/** Says that so many are stored, whatever is. */
export async function setStock(tx: Tx, workspaceId: string, key: StockKey, value: number): Promise<void> {
  await tx.workspaceStock.updateMany({ where: { workspaceId, key }, data: { value } })
}

/** One more grant, as staff, a trial or a purchase make it. @returns its id. */
export async function insertGrant(
  workspaceId: string,
  grant: { source: 'topup' | 'admin' | 'trial'; limitMc: number; expiresAt?: Date },
): Promise<string> {
  const { source, limitMc, expiresAt = null } = grant
  const id = await withTenant({ workspaceId, userId: null }, (tx) =>
    giveCredits(tx, { workspaceId, source, sourceRef: createId(), limitMc, expiresAt }),
  )
  if (!id) throw new Error('unreachable: the reference is new')
  return id
}

/** An operation worth one answer, under a key of its own. */
export function meterSpec(input: Partial<MeterSpec> = {}): MeterSpec {
  return {
    action: 'answer',
    amountMc: 1_000,
    idempotencyKey: createId(),
    requestHash: 'hash',
    ttlMs: 60_000,
    ...input,
  }
}

export interface HeldKey {
  workspaceId: string
  reservationId: string
}

/** A new reservation of `meterSpec(spec)`. */
export async function hold(ctx: WorkspaceContext, spec: Partial<MeterSpec> = {}): Promise<HeldKey> {
  const full = meterSpec(spec)
  const reserved = await patiently(() => reserve(ctx, full))
  if (reserved.kind !== 'held') throw new Error('expected a new reservation')
  return { workspaceId: ctx.workspaceId, reservationId: reserved.id }
}

/** Settles in a transaction of its own. */
export function settleNow(key: HeldKey, mc: number, costs: ModelCost[] = []): Promise<Settlement> {
  return patiently(() =>
    withTenant({ workspaceId: key.workspaceId, userId: null }, (tx) => settle(tx, key, { mc, costs })),
  )
}

/** Asks again where no connection was free in time: of hundreds at once some wait longer than a request may. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isAppError(error) || error.code !== 'unavailable') throw error
    }
  }
}

/** What one model call has cost. */
export function modelCost(ref = 'answer', costMicroUsd = 77): ModelCost {
  return {
    ref,
    model: 'test',
    usage: { inputTokens: 800, outputTokens: 40, source: 'provider', costMicroUsd },
  }
}

/** Runs `work` so many times at once. @returns how often it ended how: the kind of its result, or its error's code. */
export async function countOutcomes(
  count: number,
  work: () => Promise<{ kind: string }>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const ends = Array.from({ length: count }, () =>
    patiently(work).then(
      ({ kind }) => kind,
      (error: unknown) => (isAppError(error) ? error.code : String(error)),
    ),
  )
  for (const end of await Promise.all(ends)) counts[end] = (counts[end] ?? 0) + 1
  return counts
}

/** Entries of a kind, in the order they were written. */
export function listEntries(workspaceId: string, kind: string) {
  return ownerQuery<{
    amount_mc: string
    cost_micro_usd: string
    write_off: boolean
    ref_id: string | null
    grant_id: string | null
    plan_key: string
  }>(
    `SELECT amount_mc, cost_micro_usd, write_off, ref_id, grant_id, plan_key FROM usage_entry
     WHERE workspace_id = $1 AND kind = $2 ORDER BY id`,
    [workspaceId, kind],
  )
}

export interface LedgerState {
  limitMc: number
  usedMc: number
  reservedMc: number
  chargedMc: number
  heldMc: number
  overageMc: number
}

/** Both sides of the books of a workspace. */
export async function readLedger(workspaceId: string): Promise<LedgerState> {
  const [row] = await ownerQuery<Record<keyof LedgerState, string>>(
    `SELECT
       (SELECT coalesce(sum(limit_mc), 0) FROM quota_grant WHERE workspace_id = $1) AS "limitMc",
       (SELECT coalesce(sum(used_mc), 0) FROM quota_grant WHERE workspace_id = $1) AS "usedMc",
       (SELECT coalesce(sum(reserved_mc), 0) FROM quota_grant WHERE workspace_id = $1) AS "reservedMc",
       (SELECT coalesce(sum(CASE kind WHEN 'charge' THEN amount_mc WHEN 'refund' THEN -amount_mc ELSE 0 END), 0)
        FROM usage_entry WHERE workspace_id = $1) AS "chargedMc",
       (SELECT coalesce(sum(a.amount_mc), 0) FROM quota_allocation a
        JOIN quota_reservation r ON r.workspace_id = a.workspace_id AND r.id = a.reservation_id
        WHERE a.workspace_id = $1 AND r.state = 'held') AS "heldMc",
       (SELECT coalesce(sum(amount_mc), 0) FROM usage_entry WHERE workspace_id = $1 AND kind = 'overage') AS "overageMc"`,
    [workspaceId],
  )
  if (!row) throw new Error('unreachable')
  const { limitMc, usedMc, reservedMc, chargedMc, heldMc, overageMc } = row
  return {
    limitMc: Number(limitMc),
    usedMc: Number(usedMc),
    reservedMc: Number(reservedMc),
    chargedMc: Number(chargedMc),
    heldMc: Number(heldMc),
    overageMc: Number(overageMc),
  }
}

/** What must hold at every moment, all of it. @returns both sides of the books. */
export async function assertLedgerHolds(workspaceId: string): Promise<LedgerState> {
  const problems = await withTenant({ workspaceId, userId: null }, (tx) =>
    findLedgerProblems(tx, { workspaceIds: [workspaceId] }),
  )
  if (problems.length > 0) throw new Error(`the books do not balance: ${JSON.stringify(problems, null, 1)}`)
  return readLedger(workspaceId)
}
