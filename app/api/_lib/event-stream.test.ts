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

  it('takes the stream from a reader who never reads', async () => {
    let made = 0
    const over = Promise.withResolvers<void>()
    async function* events(): AsyncGenerator<ServerEvent> {
      try {
        for (;;) yield { id: ++made, event: 'delta', data: {} }
      } finally {
        over.resolve()
      }
    }
    const { body } = eventStream(events(), { unreadMs: 20 })
    await over.promise
    expect(made).toBe(1)
    await expect(body?.getReader().read()).rejects.toThrow('does not read')
  })

  it('leaves a slow reader the stream while it reads', async () => {
    async function* events(): AsyncGenerator<ServerEvent> {
      for (let id = 1; id <= 5; id += 1) {
        await new Promise((resolve) => setTimeout(resolve, 60))
        yield { id, event: 'delta', data: {} }
      }
    }
    // The pauses of the source are longer than a reader may take: they are not the reader's.
    const text = await eventStream(events(), { unreadMs: 30 }).text()
    expect(text.match(/^id:/gm)).toHaveLength(5)
  })
})
