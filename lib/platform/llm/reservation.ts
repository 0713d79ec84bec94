declare const reserved: unique symbol

/**
 * Proof that what a model call may cost has been reserved. Every model and embedding call takes one. Only
 * `billing/metered` makes it: lint forbids importing `sealReservation` elsewhere, and the gateway checks the seal at run
 * time, so an object that merely looks like one is refused.
 */
export interface Reservation {
  readonly [reserved]: true
  readonly id: string
  readonly workspaceId: string
  /** Milli-credits held. */
  readonly heldMc: number
}

const sealed = new WeakSet<object>()

/** For `billing/metered` alone. */
export function sealReservation(facts: { id: string; workspaceId: string; heldMc: number }): Reservation {
  const reservation = Object.freeze({ ...facts }) as Reservation
  sealed.add(reservation)
  return reservation
}

/** @throws Error when `value` was not made by `sealReservation` in this process. */
export function assertReservation(value: Reservation): void {
  if (!sealed.has(value)) throw new Error('A model was called without a reservation. Go through metered().')
}
