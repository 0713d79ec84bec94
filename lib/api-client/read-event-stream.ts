import { type ApiOrigin, buildHeaders, send, toUrl } from './api.ts'
import { ApiProblem, readProblem } from './api-problem.ts'
import { parseEvents } from './parse-events.ts'

export interface StreamedEvent {
  /** Number of the event within its stream. */
  seq: number
  event: string
  data: unknown
}

export interface EventStreamOptions {
  /** Events up to this number are known already; 0 begins at the start. */
  after?: number
  /** Whether nothing follows `event`; a stream that ends without it is opened again. */
  isLast: (event: StreamedEvent) => boolean
  workspaceId?: string
  signal?: AbortSignal
  origin?: ApiOrigin
  /** Told when the connection is lost (false) and when events come again (true). */
  onConnection?: (isConnected: boolean) => void
}

const FIRST_DELAY_MS = 300
const MAX_DELAY_MS = 5_000

/**
 * Reads server-sent events and goes on after a break where it was, by `?after=`. No event comes twice.
 *
 * @throws ApiProblem when the server refuses (4xx); silence and 5xx are tried again until `signal` aborts.
 */
export async function* readEventStream(
  path: string,
  options: EventStreamOptions,
): AsyncGenerator<StreamedEvent> {
  let after = options.after ?? 0
  let failures = 0
  while (!options.signal?.aborted) {
    try {
      for await (const event of openStream(path, after, options)) {
        if (event.seq <= after) continue
        after = event.seq
        if (failures > 0) options.onConnection?.(true)
        failures = 0
        yield event
        if (options.isLast(event)) return
      }
    } catch (error) {
      if (options.signal?.aborted) return
      if (error instanceof ApiProblem && error.status >= 400 && error.status < 500) throw error
    }
    if (failures === 0) options.onConnection?.(false)
    failures += 1
    await wait(Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), MAX_DELAY_MS), options.signal)
  }
}

async function* openStream(
  path: string,
  after: number,
  options: EventStreamOptions,
): AsyncGenerator<StreamedEvent> {
  const { origin = {}, workspaceId, signal } = options
  const headers = buildHeaders(origin, workspaceId ? { workspaceId } : {})
  headers.set('accept', 'text/event-stream')
  const response = await send(toUrl(origin, path, { after }), { headers, ...(signal ? { signal } : {}) })
  if (!response.ok) throw await readProblem(response)
  if (!response.body) return
  for await (const { id, event, data } of parseEvents(response.body)) {
    yield { seq: Number(id ?? after), event, data: JSON.parse(data) }
  }
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
