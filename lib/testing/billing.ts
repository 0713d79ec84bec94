// Accounts in a given state, and the invariants of the ledger as one query.
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { type MeterSpec, openAccount } from '#lib/billing/index.ts'
import type { PlanKey } from '#lib/billing/schema.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
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

/** The month's credits of a workspace, in mc; at 0 an ask answers 402. The ledger is told. */
export async function setGrantLimit(workspaceId: string, limitMc: number): Promise<void> {
  await ownerQuery(`UPDATE quota_grant SET limit_mc = $2 WHERE workspace_id = $1 AND source = 'plan'`, [
    workspaceId,
    limitMc,
  ])
  await ownerQuery(`UPDATE usage_entry SET amount_mc = $2 WHERE workspace_id = $1 AND kind = 'grant'`, [
    workspaceId,
    limitMc,
  ])
}

/** One more grant, as staff, a trial or a purchase would make it. @returns its id. */
export async function insertGrant(
  workspaceId: string,
  grant: { source: 'topup' | 'admin' | 'trial'; priority: number; limitMc: number; expiresAt?: Date },
): Promise<string> {
  const id = createId()
  await ownerQuery(
    `INSERT INTO quota_grant (workspace_id, id, meter, source, source_ref, priority, limit_mc, starts_at, expires_at)
     VALUES ($1, $2, 'credits', $3, $4, $5, $6, now() - interval '1 second', $7)`,
    [workspaceId, id, grant.source, id, grant.priority, grant.limitMc, grant.expiresAt ?? null],
  )
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

/** What must hold at every moment: used = Σ charges, reserved = Σ held allocations, nothing above what was given. */
export async function assertLedgerHolds(workspaceId: string): Promise<LedgerState> {
  const ledger = await readLedger(workspaceId)
  if (ledger.usedMc !== ledger.chargedMc)
    throw new Error(`used differs from the ledger: ${JSON.stringify(ledger)}`)
  if (ledger.reservedMc !== ledger.heldMc)
    throw new Error(`reserved differs from held: ${JSON.stringify(ledger)}`)
  if (ledger.usedMc + ledger.reservedMc > ledger.limitMc)
    throw new Error(`overspent: ${JSON.stringify(ledger)}`)
  return ledger
}
