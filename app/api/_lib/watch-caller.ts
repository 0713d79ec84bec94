import { isAppError } from '#lib/platform/errors.ts'
import { type Guard, guardRequest } from './guard-request.ts'

/** A session that has ended closes its open streams within this and one look-up. */
const CHECK_MS = 4_000

export interface CallerWatch {
  /** Aborts when the caller goes away or may no longer come in. */
  readonly signal: AbortSignal
  /** Ends the watch; call it on every way out. */
  stop(): void
}

/** Asks the first gate again every few seconds while a stream is open: signing out must close it. */
export function watchCaller(request: Request, guard: Guard): CallerWatch {
  const revoked = new AbortController()
  const timer = setInterval(() => {
    guardRequest(request, guard).catch((error: unknown) => {
      // A database that is away for a moment tells nothing about the caller.
      if (isAppError(error) && error.status < 500) revoked.abort()
    })
  }, CHECK_MS)
  timer.unref()
  const stop = () => clearInterval(timer)
  request.signal.addEventListener('abort', stop, { once: true })
  return { signal: AbortSignal.any([request.signal, revoked.signal]), stop }
}
