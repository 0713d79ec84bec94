/** A server-sent event as it came; `data` is still text. */
export interface RawEvent {
  id: string | null
  event: string
  data: string
}

/**
 * Cuts a stream of text into server-sent events (HTML standard, 9.2.6). Comments are left out, and so is an event that
 * the end of the stream cuts off.
 */
export async function* parseEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<RawEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      buffer += decoder.decode(value, { stream: true })
      const blocks = buffer.split(/\r?\n\r?\n/)
      buffer = blocks.pop() ?? ''
      for (const block of blocks) {
        const event = parseBlock(block)
        if (event) yield event
      }
    }
  } finally {
    // The reader may have stopped in the middle: then the server should stop as well.
    await reader.cancel().catch(() => undefined)
  }
}

function parseBlock(block: string): RawEvent | null {
  const data: string[] = []
  let event = 'message'
  let id: string | null = null
  for (const line of block.split(/\r?\n/)) {
    const [, field, value = ''] = /^([^:]+):? ?(.*)$/s.exec(line) ?? []
    if (field === 'data') data.push(value)
    else if (field === 'event') event = value
    else if (field === 'id') id = value
  }
  return data.length > 0 ? { id, event, data: data.join('\n') } : null
}
