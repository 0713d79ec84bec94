import type { Tx } from '#lib/platform/db/index.ts'
import { insertEntries, type NewEntry } from './entry-repository.ts'
import type { MeterEnding, MeterJournal, ModelCost } from './meter.ts'
import { RESERVATION_STATES, type ReservationState } from './reservation-state.ts'

/** Which reservation, in which workspace. */
export interface ReservationKey {
  readonly workspaceId: string
  readonly reservationId: string
}

export function findReservationByKey(tx: Tx, workspaceId: string, idemKey: string) {
  return tx.quotaReservation.findUnique({ where: { workspaceId_idemKey: { workspaceId, idemKey } } })
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
