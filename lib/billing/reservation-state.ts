export const RESERVATION_STATES = ['held', 'settled', 'released', 'expired'] as const
export type ReservationState = (typeof RESERVATION_STATES)[number]

export const RESERVATION_EVENTS = ['journal', 'settle', 'release', 'expire'] as const
export type ReservationEvent = (typeof RESERVATION_EVENTS)[number]

/**
 * What an event does beside the state: `extend` the time to live, `charge` what was used and free the rest, `free` it
 * all, book `overage` (counted, never billed), or `none`.
 */
export type ReservationEffect = 'extend' | 'charge' | 'free' | 'overage' | 'none'

interface Transition {
  readonly state: ReservationState
  readonly effect: ReservationEffect
}

const stay = (state: ReservationState): Transition => ({ state, effect: 'none' })

const TABLE: Record<ReservationState, Record<ReservationEvent, Transition>> = {
  held: {
    journal: { state: 'held', effect: 'extend' },
    settle: { state: 'settled', effect: 'charge' },
    release: { state: 'released', effect: 'free' },
    expire: { state: 'expired', effect: 'free' },
  },
  settled: {
    journal: stay('settled'),
    settle: stay('settled'),
    release: stay('settled'),
    expire: stay('settled'),
  },
  released: {
    journal: stay('released'),
    settle: stay('released'),
    release: stay('released'),
    expire: stay('released'),
  },
  expired: {
    journal: stay('expired'),
    // The work went on after the sweeper gave its credits back.
    settle: { state: 'expired', effect: 'overage' },
    release: stay('expired'),
    expire: stay('expired'),
  },
}

/** The next state of a reservation and what goes with it. Nothing else decides what is written to its `state`. */
export function transition(state: ReservationState, event: ReservationEvent): Transition {
  return TABLE[state][event]
}
