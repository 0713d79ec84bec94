import { describe, expect, it } from 'vitest'
import { RESERVATION_EVENTS, RESERVATION_STATES, transition } from './reservation-state.ts'

/** The table of README.md, written a second time on purpose. */
const EXPECTED = {
  held: {
    journal: 'held extend',
    settle: 'settled charge',
    release: 'released free',
    expire: 'expired free',
  },
  settled: {
    journal: 'settled none',
    settle: 'settled none',
    release: 'settled none',
    expire: 'settled none',
  },
  released: {
    journal: 'released none',
    settle: 'released none',
    release: 'released none',
    expire: 'released none',
  },
  expired: {
    journal: 'expired none',
    settle: 'expired overage',
    release: 'expired none',
    expire: 'expired none',
  },
}

describe('transition', () => {
  it.each(RESERVATION_STATES.flatMap((state) => RESERVATION_EVENTS.map((event) => ({ state, event }))))(
    'takes $state on $event as the table says',
    ({ state, event }) => {
      const next = transition(state, event)
      expect(`${next.state} ${next.effect}`).toBe(EXPECTED[state][event])
    },
  )
})
