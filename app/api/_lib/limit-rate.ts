import { type Caller, clientAddress } from '#lib/access/index.ts'
import { env } from '#lib/platform/env.ts'
import { AppError } from '#lib/platform/errors.ts'
import { countCall } from '#lib/platform/http/count-call.ts'

/** How often somebody may call. Routes with the same `name` share one count. */
export interface RateLimit {
  name: string
  points: number
  /** Length of the window in seconds. */
  seconds: number
  by: 'user' | 'workspace' | 'address'
}

/** What is left after a call. */
export interface LimitState {
  limit: number
  remaining: number
  resetSeconds: number
}

/** Where we cannot tell callers apart, all of them share one count, so it has to be larger. */
const SHARED_FACTOR = 100

/**
 * Counts a call, over all processes. Call it outside the database doors.
 *
 * @returns null when there is no limit to count.
 * @throws AppError rate_limited with `retryAfterSeconds`
 */
export async function limitRate(
  request: Request,
  limit: RateLimit | undefined,
  caller: Caller,
): Promise<LimitState | null> {
  if (!limit) return null
  const key = keyOf(request, limit, caller)
  const points = key === null ? limit.points * SHARED_FACTOR : limit.points
  const counted = await countCall({
    name: limit.name,
    key: key ?? 'everybody',
    points,
    seconds: limit.seconds,
  })
  const state = { limit: points, remaining: counted.remaining, resetSeconds: counted.resetSeconds }
  if (!counted.isOver) return state
  throw new AppError('rate_limited', `That was a little fast. Try again in ${state.resetSeconds} seconds.`, {
    retryAfterSeconds: state.resetSeconds,
  })
}

/** The headers that tell a caller where they stand. */
export function rateLimitHeaders(state: LimitState | null): [string, string][] {
  if (!state) return []
  return [
    ['ratelimit-limit', String(state.limit)],
    ['ratelimit-remaining', String(state.remaining)],
    ['ratelimit-reset', String(state.resetSeconds)],
  ]
}

function keyOf(request: Request, limit: RateLimit, caller: Caller): string | null {
  if (limit.by === 'user' && caller.user) return caller.user.userId
  if (limit.by !== 'address' && caller.ctx) return caller.ctx.workspaceId
  // A laptop has one visitor under one address; limits against strangers would only hit its owner.
  return env().isProduction ? clientAddress(request) : null
}
