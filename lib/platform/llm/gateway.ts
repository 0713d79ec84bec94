import type { ChatChunk, ChatModel, ChatRequest, StreamLimits } from './model.ts'
import { assertReservation, type Reservation } from './reservation.ts'

/** Longest wait for the first text, and between two texts. */
const FIRST_TEXT_MS = 45_000
const NEXT_TEXT_MS = 30_000

/** A model did not do its part; what it has cost is in the usage that came before, if any. */
export class ModelError extends Error {
  /** `cut`: the stream ended without saying what it used, as a complete answer does. */
  readonly reason: 'failed' | 'timeout' | 'cut'

  constructor(reason: 'failed' | 'timeout' | 'cut', options?: ErrorOptions) {
    super(
      `The model's answer ${reason === 'timeout' ? 'took too long' : reason === 'cut' ? 'was cut' : 'failed'}.`,
      options,
    )
    this.name = 'ModelError'
    this.reason = reason
  }
}

/**
 * The one way to a chat model: checks the reservation, keeps the model to its times, and ends at once when `signal`
 * aborts, whether the model listens or not.
 *
 * @throws ModelError when the model fails, stalls, or ends without a usage chunk.
 */
export async function* streamChat(
  model: ChatModel,
  reservation: Reservation,
  request: ChatRequest,
  { signal, limits = model.limits ?? {} }: { signal: AbortSignal; limits?: StreamLimits },
): AsyncGenerator<ChatChunk> {
  assertReservation(reservation)
  const upstream = new AbortController()
  const stop = () => upstream.abort(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const iterator = model.stream(reservation, request, upstream.signal)[Symbol.asyncIterator]()
  let waitMs = limits.firstTextMs ?? FIRST_TEXT_MS
  let isComplete = false
  try {
    while (!upstream.signal.aborted) {
      const next = await nextWithin(iterator, waitMs, upstream.signal)
      if (next === 'aborted') return
      if (next.done) break
      if (next.value.type === 'usage') isComplete = true
      else waitMs = limits.nextTextMs ?? NEXT_TEXT_MS
      yield next.value
    }
    if (!isComplete && !signal.aborted) throw new ModelError('cut')
  } finally {
    signal.removeEventListener('abort', stop)
    upstream.abort()
    // Not awaited: a model that hangs would hold us here.
    Promise.resolve(iterator.return?.()).catch(() => undefined)
  }
}

async function nextWithin(
  iterator: AsyncIterator<ChatChunk>,
  waitMs: number,
  signal: AbortSignal,
): Promise<IteratorResult<ChatChunk> | 'aborted'> {
  let timer: NodeJS.Timeout | undefined
  let onAbort: (() => void) | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ModelError('timeout')), waitMs)
  })
  const aborted = new Promise<'aborted'>((resolve) => {
    onAbort = () => resolve('aborted')
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([iterator.next().catch(toModelError), timeout, aborted])
  } finally {
    clearTimeout(timer)
    if (onAbort) signal.removeEventListener('abort', onAbort)
  }
}

function toModelError(error: unknown): never {
  throw error instanceof ModelError ? error : new ModelError('failed', { cause: error })
}
