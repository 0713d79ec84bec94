import { describe, expect, it } from 'vitest'
import { getTransition, VERSION_TRANSITIONS, type VersionEvent, type VersionStatus } from './version-state.ts'

const TABLE: Record<VersionStatus, Record<VersionEvent, VersionStatus | null>> = {
  queued: { start: 'processing', finish: null, fail: 'failed', retry: null, reopen: null },
  processing: { start: 'processing', finish: 'ready', fail: 'failed', retry: null, reopen: null },
  ready: { start: null, finish: null, fail: null, retry: null, reopen: 'queued' },
  failed: { start: null, finish: null, fail: null, retry: 'queued', reopen: null },
}
const EVENTS: VersionEvent[] = ['start', 'finish', 'fail', 'retry', 'reopen']

describe('the state machine of a version', () => {
  it('has exactly the transitions of its table', () => {
    for (const status of Object.keys(TABLE) as VersionStatus[])
      for (const event of EVENTS)
        expect([status, event, VERSION_TRANSITIONS[status][event] ?? null]).toEqual([
          status,
          event,
          TABLE[status][event],
        ])
  })

  it.each(EVENTS)('leads from every state that takes "%s" to one state', (event) => {
    const { from, to } = getTransition(event)
    expect(from.map((status) => TABLE[status][event])).toEqual(from.map(() => to))
  })
})
