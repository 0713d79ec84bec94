import type { WorkspaceContext } from '#lib/auth/context.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { CREDITS } from './grant-repository.ts'
import type { MeterSpec } from './meter.ts'

/**
 * Holds `spec.amountMc` and writes the reservation: locks the grants in the order of their ids, then, in one statement,
 * takes their credits in burn order and writes nothing unless they add up.
 *
 * @returns the id; null when there is not enough, or when the idempotency key is taken.
 */
export async function insertReservation(
  tx: Tx,
  ctx: WorkspaceContext,
  spec: MeterSpec & { readonly planKey: string; readonly quotedMc: number | null },
): Promise<string | null> {
  const id = createId()
  const { action, conversationId, documentId } = spec
  const journal = JSON.stringify({ action, conversationId, documentId, costs: [] })
  // A statement sees rows as they were when it began, but for those that it finds locked and reads again. Locked before,
  // every figure below is of one moment: the statement's own snapshot.
  if (spec.amountMc > 0) await lockGrants(tx, ctx.workspaceId)
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH candidates AS MATERIALIZED (
      SELECT id, priority, expires_at, limit_mc - revoked_mc - used_mc - reserved_mc AS available
      FROM quota_grant
      WHERE workspace_id = ${ctx.workspaceId}::uuid AND meter = ${CREDITS} AND ${spec.amountMc}::bigint > 0
        AND starts_at <= date_trunc('milliseconds', now())
        AND (expires_at IS NULL OR expires_at > date_trunc('milliseconds', now()))
      ORDER BY id FOR UPDATE
    ), ranked AS (
      SELECT id, available, coalesce(sum(available) OVER (
        ORDER BY priority, expires_at NULLS LAST, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
      FROM candidates WHERE available > 0
    ), takes AS (
      SELECT id, least(available, greatest(${spec.amountMc}::bigint - before, 0))::bigint AS take FROM ranked
    ), held AS (
      INSERT INTO quota_reservation (workspace_id, id, idem_key, request_hash, meter, held_mc, surface, actor_id,
                                     api_key_id, ref_type, ref_id, plan_key, quote_id, quoted_mc, journal, expires_at)
      SELECT ${ctx.workspaceId}::uuid, ${id}::uuid, ${spec.idempotencyKey}::text, ${spec.requestHash}::text,
             ${CREDITS}::text, ${spec.amountMc}::bigint, ${ctx.surface}::text, ${ctx.userId}::uuid,
             ${ctx.apiKeyId ?? null}::uuid, ${spec.refType ?? null}::text, ${spec.refId ?? null}::uuid,
             ${spec.planKey}::text, ${spec.quoteId ?? null}::uuid, ${spec.quotedMc}::bigint,
             ${journal}::jsonb, now() + make_interval(secs => ${spec.ttlMs}::float8 / 1000)
      WHERE (SELECT coalesce(sum(take), 0) FROM takes) = ${spec.amountMc}::bigint
      ON CONFLICT (workspace_id, idem_key) DO NOTHING
      RETURNING id
    ), taken AS (
      SELECT takes.id, takes.take FROM takes CROSS JOIN held WHERE takes.take > 0
    ), moved AS (
      UPDATE quota_grant g SET reserved_mc = g.reserved_mc + taken.take FROM taken
      WHERE g.workspace_id = ${ctx.workspaceId}::uuid AND g.id = taken.id
      RETURNING g.id, taken.take
    ), allocated AS (
      INSERT INTO quota_allocation (workspace_id, reservation_id, grant_id, amount_mc)
      SELECT ${ctx.workspaceId}::uuid, ${id}::uuid, moved.id, moved.take FROM moved
    )
    SELECT id FROM held`
  return rows[0]?.id ?? null
}

async function lockGrants(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM quota_grant
    WHERE workspace_id = ${workspaceId}::uuid AND meter = ${CREDITS}
      AND starts_at <= date_trunc('milliseconds', now())
      AND (expires_at IS NULL OR expires_at > date_trunc('milliseconds', now()))
    ORDER BY id FOR UPDATE`
}
