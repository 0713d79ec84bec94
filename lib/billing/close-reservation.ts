import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { log } from '#lib/platform/log.ts'
import { type AllocationRow, applyToGrants, lockAllocations } from './allocation-repository.ts'
import { toCreditsLevel } from './credits-level.ts'
import { sumGrants } from './grant-repository.ts'
import {
  bookOverage,
  findReservation,
  insertReservationEntries,
  moveReservation,
  type ReservationKey,
  type ReservationRow,
  writeJournal,
} from './ledger-repository.ts'
import {
  type Actual,
  type MeterEnding,
  type MeterJournal,
  type ModelCost,
  readJournal,
  type Settlement,
} from './meter.ts'
import { toCredits } from './plans.ts'
import { type ReservationEvent, transition } from './reservation-state.ts'
import { noteCrossing } from './usage-crossing.ts'

/**
 * Charges what was used, gives the rest of the hold back and books the costs, in the transaction that writes the
 * result. Call it last there: it locks the workspace's credits until the transaction ends. A second call changes
 * nothing.
 *
 * @param actual.mc above the hold is not charged: the rest is booked as overage, billed to nobody.
 */
export async function settle(tx: Tx, key: ReservationKey, actual: Actual): Promise<Settlement> {
  const mc = toWholeMc(actual.mc)
  const { row, closed, journal } = await close(tx, key, 'settle', {
    ...{ mc, costs: actual.costs ?? [], ending: actual.ending },
  })
  if (closed) {
    const chargedMc = Math.min(mc, row.heldMc)
    return toSettlement(tx, key, { outcome: 'charged', chargedMc, overageMc: mc - chargedMc })
  }
  if (transition(row.state, 'settle').effect === 'overage') {
    await bookLate(tx, key, { row, journal }, { mc, costs: actual.costs ?? [] })
    return toSettlement(tx, key, { outcome: 'late', chargedMc: 0, overageMc: mc })
  }
  return toSettlement(tx, key, { outcome: 'closed', chargedMc: row.settledMc ?? 0, overageMc: 0 })
}

/** As `releaseIn`, in a door of its own. */
export function release(key: ReservationKey, reason: string, costs?: readonly ModelCost[]): Promise<boolean> {
  return withTenant({ workspaceId: key.workspaceId, userId: null }, (tx) => releaseIn(tx, key, reason, costs))
}

/**
 * Gives everything back; what it has cost us is booked as `write_off`: `costs`, else what was journaled.
 *
 * @returns false when the reservation was closed before; then nothing is written.
 */
export async function releaseIn(
  tx: Tx,
  key: ReservationKey,
  reason: string,
  costs?: readonly ModelCost[],
): Promise<boolean> {
  const { closed } = await close(tx, key, 'release', costs ? { mc: 0, costs } : { mc: 0 })
  if (closed) log.info({ reservationId: key.reservationId, reason }, 'reservation released')
  return closed
}

/** Closes a reservation whose time is over; for the sweeper. @returns false when it is not over, or closed before. */
export async function expireIn(tx: Tx, key: ReservationKey): Promise<boolean> {
  return (await close(tx, key, 'expire', { mc: 0 })).closed
}

/**
 * A sign of life: notes what was used so far (all of it, not what is new) and extends the time to live.
 *
 * @param costs left out = the journal stays, the time is extended.
 * @returns false when the reservation is no longer held: stop, or finish and have it booked as overage.
 */
export function journal(key: ReservationKey, ttlMs: number, costs?: readonly ModelCost[]): Promise<boolean> {
  return withTenant({ workspaceId: key.workspaceId, userId: null }, (tx) =>
    writeJournal(tx, key, { costs: costs ?? null, ttlMs }),
  )
}

/** The one way out of `held`. Grants are locked first, then the reservation moves: the other order deadlocks. */
async function close(
  tx: Tx,
  key: ReservationKey,
  event: ReservationEvent,
  used: { mc: number; costs?: readonly ModelCost[]; ending?: MeterEnding | undefined },
): Promise<{ row: ReservationRow; closed: boolean; journal: MeterJournal }> {
  const allocations = await lockAllocations(tx, key)
  const heldMc = allocations.reduce((sum, { amountMc }) => sum + amountMc, 0)
  const chargedMc = Math.min(used.mc, heldMc)
  const { state: to } = transition('held', event)
  const moved = await moveReservation(tx, key, {
    from: 'held',
    to,
    settledMc: event === 'settle' ? chargedMc : null,
    onlyExpired: event === 'expire',
    ending: used.ending,
  })
  const row = moved ?? (await findReservation(tx, key))
  if (!row) throw new Error('There is no such reservation in this workspace.')
  const { journal, isWhole } = readJournal(row.journal)
  if (!isWhole) log.error({ ...key }, 'the journal of a reservation cannot be read whole')
  if (!moved) return { row, closed: false, journal }

  const parts = spreadCharge(allocations, chargedMc)
  await applyToGrants(tx, key, parts)
  const overageMc = used.mc - chargedMc
  if (overageMc > 0) {
    // A quote holds: what the work used above it is our mistake, counted and billed to nobody.
    if (row.quotedMc !== null)
      log.error({ reservationId: key.reservationId, overageMc }, 'work went above its quote')
    await bookOverage(tx, key, overageMc)
  }
  // A hold that ends without a charge leaves us with the cost; what was free from the start is no loss.
  const writeOff = event !== 'settle' || (row.heldMc > 0 && chargedMc === 0)
  await insertReservationEntries(tx, key, { row, journal }, [
    ...parts.filter(({ settledMc }) => settledMc > 0).map(toCharge),
    ...(overageMc > 0 ? [{ kind: 'overage' as const, amountMc: overageMc }] : []),
    ...(used.costs ?? journal.costs).map((cost) => ({ kind: 'cost' as const, cost, writeOff })),
  ])
  return { row, closed: true, journal }
}

/** `chargedMc` over the allocations in burn order. */
function spreadCharge(allocations: readonly AllocationRow[], chargedMc: number) {
  let left = chargedMc
  return allocations.map(({ grantId, amountMc }) => {
    const settledMc = Math.min(left, amountMc)
    left -= settledMc
    return { grantId, amountMc, settledMc }
  })
}

function toCharge({ grantId, settledMc }: { grantId: string; settledMc: number }) {
  return { kind: 'charge' as const, grantId, amountMc: settledMc }
}

/** After the sweeper: the charge becomes overage, the costs are booked less what the sweeper took from the journal. */
async function bookLate(
  tx: Tx,
  key: ReservationKey,
  by: { row: ReservationRow; journal: MeterJournal },
  { mc, costs }: { mc: number; costs: readonly ModelCost[] },
): Promise<void> {
  if (mc > 0 && !(await bookOverage(tx, key, mc))) return
  const booked = new Map(by.journal.costs.map((cost) => [cost.ref, cost]))
  await insertReservationEntries(tx, key, by, [
    ...(mc > 0 ? [{ kind: 'overage' as const, amountMc: mc }] : []),
    ...costs.map((cost) => ({
      kind: 'cost' as const,
      cost: subtract(cost, booked.get(cost.ref)),
      writeOff: true,
    })),
  ])
}

function subtract(cost: ModelCost, booked: ModelCost | undefined): ModelCost {
  if (!booked) return cost
  const rest = (key: 'inputTokens' | 'outputTokens' | 'costMicroUsd') =>
    Math.max(0, cost.usage[key] - booked.usage[key])
  return {
    ...cost,
    ref: `${cost.ref}:late`,
    usage: {
      ...cost.usage,
      inputTokens: rest('inputTokens'),
      outputTokens: rest('outputTokens'),
      costMicroUsd: rest('costMicroUsd'),
    },
  }
}

async function toSettlement(
  tx: Tx,
  key: ReservationKey,
  facts: Omit<Settlement, 'remainingMc'>,
): Promise<Settlement> {
  const sums = await sumGrants(tx, key.workspaceId)
  if (facts.outcome === 'charged') {
    // What others hold may be given back: only what is charged is sure to have been there before.
    const by = toCredits(facts.chargedMc + sums.reservedMc)
    const level = toCreditsLevel(sums, { creditsMc: 0 })
    await noteCrossing(tx, key.workspaceId, { limitKey: 'credits', ...level, by })
  }
  return { ...facts, remainingMc: sums.availableMc }
}

function toWholeMc(mc: number): number {
  if (!Number.isSafeInteger(mc) || mc < 0) throw new Error('mc is a whole number from 0 up')
  return mc
}
