import type { ReservationKey } from '#lib/billing/ledger-repository.ts'
import { toCredits } from '#lib/billing/plans.ts'
import type { Tx } from '#lib/platform/db/index.ts'

/** What an operation came to, in credits, once it was settled. */
export interface ReservationReceipt {
  /** What the reservation is for, e.g. the id of a document. */
  readonly refId: string | null
  readonly credits: number
  /** Given back afterwards; part of `credits`. */
  readonly refunded: number
}

/** The receipts of those among `reservationIds` that were settled, by id. */
export async function findReceipts(
  tx: Tx,
  workspaceId: string,
  reservationIds: readonly string[],
): Promise<Map<string, ReservationReceipt>> {
  if (reservationIds.length === 0) return new Map()
  const rows = await tx.quotaReservation.findMany({
    where: { workspaceId, id: { in: [...reservationIds] }, state: 'settled' },
    select: { id: true, refId: true, settledMc: true, allocations: { select: { refundedMc: true } } },
  })
  return new Map(
    rows.map(({ id, refId, settledMc, allocations }) => {
      const refundedMc = allocations.reduce((sum, each) => sum + Number(each.refundedMc), 0)
      return [id, { refId, credits: toCredits(Number(settledMc)), refunded: toCredits(refundedMc) }]
    }),
  )
}

/** What a reservation holds, and who asked; null when it is closed or unknown. */
export async function findHeld(
  tx: Tx,
  { workspaceId, reservationId }: ReservationKey,
): Promise<{ heldMc: number; actorId: string | null } | null> {
  const row = await tx.quotaReservation.findUnique({
    where: { workspaceId_id: { workspaceId, id: reservationId } },
  })
  return row?.state === 'held' ? { heldMc: Number(row.heldMc), actorId: row.actorId } : null
}
