import type { Tx } from '#lib/platform/db/index.ts'
import {
  type AllocationRow,
  findReservation,
  hasRefund,
  insertReservationEntries,
  lockAllocations,
  type ReservationKey,
  refundToGrants,
} from './ledger-repository.ts'
import { meterJournalSchema } from './meter.ts'

/** How a refund ended: given back now, given back before under the same name, or there was nothing left to give back. */
export interface Refund {
  readonly outcome: 'refunded' | 'replayed' | 'nothing'
  /** What was given back now, in mc. */
  readonly refundedMc: number
}

/**
 * Gives back a part of what a reservation was charged, e.g. a page that could not be read, in the caller's transaction.
 * The part that was burnt last comes back first, to the grant it came from; where that grant has ended, it is gone with
 * it. All refunds together never exceed the charge.
 *
 * @param part.refId names the part within its reservation; the same name is given back once.
 * @throws Error while the reservation is held: settle less instead.
 */
export async function refund(
  tx: Tx,
  key: ReservationKey,
  part: { refId: string; mc: number },
): Promise<Refund> {
  if (!Number.isSafeInteger(part.mc) || part.mc < 1) throw new Error('mc is a whole number from 1 up')
  const allocations = await lockAllocations(tx, key)
  const row = await findReservation(tx, key)
  if (!row) throw new Error('There is no such reservation in this workspace.')
  if (row.state === 'held') throw new Error('What is still held is settled for less, not refunded.')
  if (await hasRefund(tx, key, part.refId)) return { outcome: 'replayed', refundedMc: 0 }
  const parts = spread(allocations, part.mc)
  if (parts.length === 0) return { outcome: 'nothing', refundedMc: 0 }
  await refundToGrants(tx, key, parts)
  await insertReservationEntries(
    tx,
    key,
    { row, journal: meterJournalSchema.parse(row.journal) },
    parts.map(({ grantId, mc }) => ({ kind: 'refund', grantId, amountMc: mc, refId: part.refId })),
  )
  return { outcome: 'refunded', refundedMc: parts.reduce((sum, { mc }) => sum + mc, 0) }
}

/** `mc` over what is left of the charges, against the burn order. */
function spread(allocations: readonly AllocationRow[], mc: number): { grantId: string; mc: number }[] {
  let left = mc
  return allocations
    .toReversed()
    .map(({ grantId, settledMc, refundedMc }) => {
      const back = Math.min(left, settledMc - refundedMc)
      left -= back
      return { grantId, mc: back }
    })
    .filter((each) => each.mc > 0)
}
