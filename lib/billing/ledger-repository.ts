import type { WorkspaceContext } from '#lib/auth/context.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { insertEntries, type NewEntry } from './entry-repository.ts'
import { CREDITS } from './grant-repository.ts'
import type { MeterEnding, MeterJournal, MeterSpec, ModelCost } from './meter.ts'
import { RESERVATION_STATES, type ReservationState } from './reservation-state.ts'

/** Which reservation, in which workspace. */
export interface ReservationKey {
  readonly workspaceId: string
  readonly reservationId: string
}

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

export function findReservationByKey(tx: Tx, workspaceId: string, idemKey: string) {
  return tx.quotaReservation.findUnique({ where: { workspaceId_idemKey: { workspaceId, idemKey } } })
}

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

export interface ReservationRow {
  state: ReservationState
  heldMc: number
  settledMc: number | null
  /** The amount of the quote that it runs under. */
  quotedMc: number | null
  planKey: string
  surface: string
  actorId: string | null
  apiKeyId: string | null
  journal: unknown
}

export async function findReservation(tx: Tx, key: ReservationKey): Promise<ReservationRow | null> {
  const row = await tx.quotaReservation.findUnique({
    where: { workspaceId_id: { workspaceId: key.workspaceId, id: key.reservationId } },
  })
  return row && toReservationRow(row)
}

function toReservationRow(row: {
  state: string
  heldMc: bigint
  settledMc: bigint | null
  quotedMc: bigint | null
  planKey: string
  surface: string
  actorId: string | null
  apiKeyId: string | null
  journal: unknown
}): ReservationRow {
  const { planKey, surface, actorId, apiKeyId, journal } = row
  return {
    state: toReservationState(row.state),
    heldMc: Number(row.heldMc),
    settledMc: row.settledMc === null ? null : Number(row.settledMc),
    quotedMc: row.quotedMc === null ? null : Number(row.quotedMc),
    planKey,
    surface,
    actorId,
    apiKeyId,
    journal,
  }
}

/** Moves a reservation from one state to the next. @returns null when it is not in `from` (or not yet expired). */
export async function moveReservation(
  tx: Tx,
  key: ReservationKey,
  move: {
    from: ReservationState
    to: ReservationState
    settledMc: number | null
    onlyExpired: boolean
    ending?: MeterEnding | undefined
  },
): Promise<ReservationRow | null> {
  const patch = JSON.stringify(move.ending ? { ending: move.ending } : {})
  const [moved] = await tx.$queryRaw<Parameters<typeof toReservationRow>[0][]>`
    UPDATE quota_reservation
    SET state = ${move.to}::text, settled_mc = ${move.settledMc}::bigint, closed_at = now(),
        journal = coalesce(journal, '{}'::jsonb) || ${patch}::jsonb
    WHERE workspace_id = ${key.workspaceId}::uuid AND id = ${key.reservationId}::uuid AND state = ${move.from}::text
      AND (NOT ${move.onlyExpired}::boolean OR expires_at <= now())
    RETURNING state, held_mc AS "heldMc", settled_mc AS "settledMc", quoted_mc AS "quotedMc", plan_key AS "planKey", surface,
              actor_id AS "actorId", api_key_id AS "apiKeyId", journal`
  return moved ? toReservationRow(moved) : null
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

export async function hasRefund(tx: Tx, key: ReservationKey, refId: string): Promise<boolean> {
  const found = await tx.usageEntry.findFirst({
    where: { workspaceId: key.workspaceId, reservationId: key.reservationId, kind: 'refund', refId },
    select: { id: true },
  })
  return found !== null
}

/** What was quoted, in mc; null when the workspace has no such quote. */
export async function findQuotedMc(tx: Tx, workspaceId: string, quoteId: string): Promise<number | null> {
  const quote = await tx.quote.findUnique({ where: { workspaceId_id: { workspaceId, id: quoteId } } })
  return quote === null ? null : Number(quote.amountMc)
}

/** Books overage once. @returns false when it was booked before. */
export async function bookOverage(tx: Tx, key: ReservationKey, overageMc: number): Promise<boolean> {
  const booked = await tx.$executeRaw`
    UPDATE quota_reservation SET overage_mc = ${overageMc}::bigint
    WHERE workspace_id = ${key.workspaceId}::uuid AND id = ${key.reservationId}::uuid AND overage_mc = 0`
  return booked === 1
}

/** Writes entries of a reservation; who, what for and on which plan come from it. */
export async function insertReservationEntries(
  tx: Tx,
  key: ReservationKey,
  by: { row: ReservationRow; journal: MeterJournal },
  entries: readonly Pick<NewEntry, 'kind' | 'amountMc' | 'grantId' | 'cost' | 'writeOff' | 'refId'>[],
): Promise<number> {
  const { row, journal } = by
  const shared = {
    action: journal.action,
    userId: row.actorId,
    apiKeyId: row.apiKeyId,
    documentId: journal.documentId ?? null,
    conversationId: journal.conversationId ?? null,
    reservationId: key.reservationId,
    planKey: row.planKey,
    surface: row.surface,
  }
  return insertEntries(
    tx,
    key.workspaceId,
    entries.map((entry) => ({ ...shared, ...entry })),
  )
}

/** Notes what was used so far and extends the time to live. @returns false when the reservation is no longer held. */
export async function writeJournal(
  tx: Tx,
  key: ReservationKey,
  { costs, ttlMs }: { costs: readonly ModelCost[] | null; ttlMs: number },
): Promise<boolean> {
  const patch = JSON.stringify(costs ? { costs } : {})
  const written = await tx.$executeRaw`
    UPDATE quota_reservation
    SET journal = coalesce(journal, '{}'::jsonb) || ${patch}::jsonb, journaled_at = now(),
        expires_at = now() + make_interval(secs => ${ttlMs}::float8 / 1000)
    WHERE workspace_id = ${key.workspaceId}::uuid AND id = ${key.reservationId}::uuid AND state = 'held'`
  return written === 1
}

/** Held reservations whose time is over, across workspaces, the oldest first. */
export function listExpired(tx: Tx, limit: number): Promise<ReservationKey[]> {
  return tx.$queryRaw<ReservationKey[]>`
    SELECT workspace_id AS "workspaceId", id AS "reservationId" FROM quota_reservation
    WHERE state = 'held' AND expires_at <= now()
    ORDER BY expires_at LIMIT ${limit}::int`
}

export function toReservationState(value: string): ReservationState {
  const found = RESERVATION_STATES.find((state) => state === value)
  if (!found) throw new Error(`Unknown state of a reservation: ${value}`)
  return found
}
