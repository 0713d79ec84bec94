/** One server-sent event; `id` is what a reader comes back with after a break. */
export interface ServerEvent {
  id?: number | string
  event: string
  data: unknown
}

const HEARTBEAT_MS = 15_000

/** Longer than a page in the background may sleep over a full buffer; what it missed it reads after coming back. */
const UNREAD_MS = 30_000

/**
 * Answers with server-sent events, one for each pull, so that a reader who does not read holds nothing up but itself,
 * and that not for ever.
 *
 * @param events ends the stream when it ends; its `return` is called when the reader goes away, or has not read for
 *   `unreadMs`. What makes the events goes on.
 */
export function eventStream(events: AsyncIterable<ServerEvent>, { unreadMs = UNREAD_MS } = {}): Response {
  const iterator = events[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  let next: Promise<IteratorResult<ServerEvent>> | null = null
  let unread: NodeJS.Timeout | undefined
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(unread)
        next ??= iterator.next()
        const result = await beforeSilence(next)
        if (result !== null) next = null
        if (result?.done) return controller.close()
        controller.enqueue(encoder.encode(result ? formatEvent(result.value) : ': still here\n\n'))
        unread = setTimeout(() => {
          controller.error(new Error('the reader of an event stream does not read'))
          iterator.return?.().catch(() => undefined)
        }, unreadMs)
        unread.unref()
      },
      async cancel() {
        clearTimeout(unread)
        await iterator.return?.()
      },
    },
    { highWaterMark: 1 },
  )
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
  }
  return new Response(body, { headers })
}

/** The wire form of an event. */
export function formatEvent({ id, event, data }: ServerEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/** What `promise` gives, or null when it takes too long: proxies close connections on which nothing moves. */
async function beforeSilence<T>(promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), HEARTBEAT_MS)
  })
  try {
    return await Promise.race([promise, silence])
  } finally {
    clearTimeout(timer)
  }
}
