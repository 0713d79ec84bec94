import type { Tx } from '#lib/platform/db/index.ts'
import type { ReservationKey } from './ledger-repository.ts'

export interface AllocationRow {
  grantId: string
  /** revoked: ended by somebody who took back what was left. */
  grantState: 'running' | 'ended' | 'revoked'
  amountMc: number
  settledMc: number
  refundedMc: number
}

/** What a reservation took from which grant, in burn order. Locks the grants: always before the reservation, or it deadlocks. */
export async function lockAllocations(tx: Tx, key: ReservationKey): Promise<AllocationRow[]> {
  // Both rows are locked, so that what was settled and refunded is what the last one to do so left.
  const rows = await tx.$queryRaw<
    {
      grantId: string
      grantState: AllocationRow['grantState']
      amount: bigint
      settled: bigint
      refunded: bigint
    }[]
  >`
    WITH locked AS MATERIALIZED (
      SELECT g.id, g.priority, g.expires_at, g.source <> 'plan' AND g.revoked_mc > 0 AS revoked, a.amount_mc, a.settled_mc, a.refunded_mc
      FROM quota_allocation a JOIN quota_grant g ON g.workspace_id = a.workspace_id AND g.id = a.grant_id
      WHERE a.workspace_id = ${key.workspaceId}::uuid AND a.reservation_id = ${key.reservationId}::uuid
      ORDER BY g.id FOR UPDATE OF g, a
    )
    SELECT id AS "grantId",
           CASE WHEN expires_at > date_trunc('milliseconds', now()) OR expires_at IS NULL THEN 'running'
                WHEN revoked THEN 'revoked' ELSE 'ended' END AS "grantState",
           amount_mc AS amount, settled_mc AS settled, refunded_mc AS refunded
    FROM locked ORDER BY priority, expires_at NULLS LAST, id`
  return rows.map(({ grantId, grantState, amount, settled, refunded }) => ({
    grantId,
    grantState,
    amountMc: Number(amount),
    settledMc: Number(settled),
    refundedMc: Number(refunded),
  }))
}

/** Turns what is held into what is used, the rest becomes available; the grants are locked by the caller. */
export async function applyToGrants(
  tx: Tx,
  key: ReservationKey,
  parts: readonly { grantId: string; amountMc: number; settledMc: number }[],
): Promise<void> {
  if (parts.length === 0) return
  const grantIds = parts.map(({ grantId }) => grantId)
  const amounts = parts.map(({ amountMc }) => amountMc)
  const settled = parts.map(({ settledMc }) => settledMc)
  await tx.$executeRaw`
    WITH part AS (
      SELECT * FROM unnest(${grantIds}::uuid[], ${amounts}::bigint[], ${settled}::bigint[]) AS p (id, amount, settled)
    ), allocation AS (
      UPDATE quota_allocation a SET settled_mc = part.settled FROM part
      WHERE a.workspace_id = ${key.workspaceId}::uuid AND a.reservation_id = ${key.reservationId}::uuid
        AND a.grant_id = part.id
    )
    UPDATE quota_grant g SET reserved_mc = g.reserved_mc - part.amount, used_mc = g.used_mc + part.settled FROM part
    WHERE g.workspace_id = ${key.workspaceId}::uuid AND g.id = part.id`
}

/** Gives back to the grants what the parts say; the grants are locked by the caller. */
export async function refundToGrants(
  tx: Tx,
  key: ReservationKey,
  parts: readonly { grantId: string; mc: number }[],
): Promise<void> {
  const grantIds = parts.map(({ grantId }) => grantId)
  const amounts = parts.map(({ mc }) => mc)
  await tx.$executeRaw`
    WITH part AS (
      SELECT * FROM unnest(${grantIds}::uuid[], ${amounts}::bigint[]) AS p (id, mc)
    ), allocation AS (
      UPDATE quota_allocation a SET refunded_mc = a.refunded_mc + part.mc FROM part
      WHERE a.workspace_id = ${key.workspaceId}::uuid AND a.reservation_id = ${key.reservationId}::uuid
        AND a.grant_id = part.id
    )
    UPDATE quota_grant g SET used_mc = g.used_mc - part.mc FROM part
    WHERE g.workspace_id = ${key.workspaceId}::uuid AND g.id = part.id`
}
