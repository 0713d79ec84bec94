import type { Tx } from '#lib/platform/db/index.ts'
import { getAccount } from './account.ts'
import { type AllocationRow, lockAllocations, refundToGrants } from './allocation-repository.ts'
import { insertGrant } from './grant-repository.ts'
import {
  findReservation,
  hasRefund,
  insertReservationEntries,
  type ReservationKey,
} from './ledger-repository.ts'
import { readJournal } from './meter.ts'

/** How a refund ended: given back now, given back before under the same name, or there was nothing left to give back. */
export interface Refund {
  readonly outcome: 'refunded' | 'replayed' | 'nothing'
  /** What can be spent again, in mc. */
  readonly refundedMc: number
}

/**
 * Gives back a part of what a reservation was charged, e.g. a page that could not be read, in the caller's transaction.
 * The part that was burnt last comes back first, to the grant it came from; where that grant has ended, as new credits to
 * the end of the month. What staff have taken back stays so. All refunds together never exceed the charge.
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
  // Read first: where the account has to be worked out anew, it is locked before its grants.
  const { period } = await getAccount(tx, key.workspaceId)
  const allocations = await lockAllocations(tx, key)
  const row = await findReservation(tx, key)
  if (!row) throw new Error('There is no such reservation in this workspace.')
  if (row.state === 'held') throw new Error('What is still held is settled for less, not refunded.')
  if (await hasRefund(tx, key, part.refId)) return { outcome: 'replayed', refundedMc: 0 }
  const parts = spreadRefund(allocations, part.mc)
  if (parts.length === 0) return { outcome: 'nothing', refundedMc: 0 }
  await refundToGrants(tx, key, parts)
  await insertReservationEntries(
    tx,
    key,
    { row, journal: readJournal(row.journal).journal },
    parts.map(({ grantId, mc }) => ({ kind: 'refund', grantId, amountMc: mc, refId: part.refId })),
  )
  const carriedMc = sumOf(parts.filter(({ state }) => state === 'ended'))
  if (carriedMc > 0) {
    const sourceRef = `refund:${key.reservationId}:${part.refId}`
    const carry = { workspaceId: key.workspaceId, source: 'carry' as const, sourceRef, limitMc: carriedMc }
    await insertGrant(tx, { ...carry, expiresAt: period.end })
  }
  const refundedMc = sumOf(parts.filter(({ state }) => state !== 'revoked'))
  return refundedMc > 0 ? { outcome: 'refunded', refundedMc } : { outcome: 'nothing', refundedMc }
}

function sumOf(parts: readonly { mc: number }[]): number {
  return parts.reduce((sum, { mc }) => sum + mc, 0)
}

/** `mc` over what is left of the charges, against the burn order. */
function spreadRefund(allocations: readonly AllocationRow[], mc: number) {
  let left = mc
  return allocations
    .toReversed()
    .map(({ grantId, grantState, settledMc, refundedMc }) => {
      const back = Math.min(left, settledMc - refundedMc)
      left -= back
      return { grantId, state: grantState, mc: back }
    })
    .filter((each) => each.mc > 0)
}
