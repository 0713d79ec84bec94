import { describe, expect, it } from 'vitest'
import { eventStream, type ServerEvent } from './event-stream.ts'

describe('eventStream', () => {
  it('writes events as server-sent events and ends with them', async () => {
    async function* events(): AsyncGenerator<ServerEvent> {
      yield { id: 1, event: 'delta', data: { text: 'two\nlines' } }
      yield { event: 'done', data: {} }
    }
    const response = eventStream(events())
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('cache-control')).toContain('no-transform')
    expect(await response.text()).toBe(
      'id: 1\nevent: delta\ndata: {"text":"two\\nlines"}\n\nevent: done\ndata: {}\n\n',
    )
  })

  it('makes no event before somebody reads, and stops making them when the reader goes', async () => {
    let made = 0
    let isOver = false
    async function* events(): AsyncGenerator<ServerEvent> {
      try {
        for (;;) yield { id: ++made, event: 'delta', data: {} }
      } finally {
        isOver = true
      }
    }
    const reader = eventStream(events()).body?.getReader()
    await reader?.read()
    expect(made).toBeLessThanOrEqual(3)
    await reader?.cancel()
    expect(isOver).toBe(true)
  })
})
