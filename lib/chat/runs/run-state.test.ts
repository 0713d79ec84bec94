import { describe, expect, it } from 'vitest'
import { RUN_STATES } from '#lib/chat/schema.ts'
import { RUN_EVENTS, transition } from './run-state.ts'

describe('transition', () => {
  it('ends a running run once, in the state that its event names', () => {
    expect(RUN_EVENTS.map((event) => transition('running', event))).toEqual([
      'done',
      'refused',
      'stopped',
      'failed',
      'interrupted',
    ])
  })

  it('leaves an ended run as it is, whatever comes after', () => {
    for (const state of RUN_STATES.filter((name) => name !== 'running')) {
      for (const event of RUN_EVENTS) expect(transition(state, event)).toBe(state)
    }
  })
})
