import { type Caller, clientAddress } from '#lib/access/index.ts'
import { featureNotInPlan, findCallLimits } from '#lib/billing/index.ts'
import type { PlanKey } from '#lib/billing/schema.ts'
import { env } from '#lib/platform/env.ts'
import { AppError } from '#lib/platform/errors.ts'
import { countCall } from '#lib/platform/http/count-call.ts'
import { log } from '#lib/platform/log.ts'

/** How often somebody may call. Routes with the same `name` share one count. */
export interface RateLimit {
  name: string
  points: number
  /** Instead of `points` for callers in a workspace, by its plan. */
  byPlan?: Readonly<Record<PlanKey, number>>
  /** Length of the window in seconds. */
  seconds: number
  by: 'user' | 'workspace' | 'address'
  /** What becomes of a call that cannot be counted: whatever costs something, or guards a secret, is refused. */
  uncounted: 'refuse' | 'admit'
}

/** What is left after a call. */
export interface LimitState {
  limit: number
  remaining: number
  resetSeconds: number
}

/** Where we cannot tell callers apart, all of them share one count, so it has to be larger. */
const SHARED_FACTOR = 100
/** Calls of a key a minute where the contract sets no limit. */
const KEY_POINTS_WITHOUT_LIMIT = 1_000
const RETRY_UNCOUNTED_SECONDS = 5

/**
 * Counts a call, over all processes: against the plan's limit for its API key, and against `limit`. Call it outside the
 * database doors.
 *
 * @returns where the caller stands with the limit that is nearer; null when there is none.
 * @throws AppError rate_limited with `retryAfterSeconds`; unavailable when the call cannot be counted and must be.
 */
export async function limitRate(
  request: Request,
  limit: RateLimit | undefined,
  caller: Caller,
): Promise<LimitState | null> {
  const states = [
    await limitKey(caller, limit?.uncounted),
    limit && (await limitCaller(request, limit, caller)),
  ]
  const counted = states.filter((state) => state !== null && state !== undefined)
  return counted.sort((a, b) => a.remaining - b.remaining)[0] ?? null
}

/** Every call of a key counts against what the plan gives a key in a minute. */
async function limitKey(
  { ctx }: Caller,
  uncounted: RateLimit['uncounted'] = 'admit',
): Promise<LimitState | null> {
  if (!ctx?.apiKeyId) return null
  const { requestsPerMinute, ...standing } = await findCallLimits(ctx)
  // Waiting helps nobody whose plan has no keys.
  if (requestsPerMinute === 0) throw featureNotInPlan(ctx, standing, 'apiKeys')
  const points = requestsPerMinute ?? KEY_POINTS_WITHOUT_LIMIT
  return count({ name: 'key', key: ctx.apiKeyId, points, seconds: 60 }, uncounted)
}

async function limitCaller(request: Request, limit: RateLimit, caller: Caller): Promise<LimitState | null> {
  const { name, byPlan, seconds, uncounted } = limit
  const own = byPlan && caller.ctx ? byPlan[(await findCallLimits(caller.ctx)).planKey] : limit.points
  const key = keyOf(request, limit, caller)
  const points = key === null ? own * SHARED_FACTOR : own
  return count({ name, key: key ?? 'everybody', points, seconds }, uncounted)
}

async function count(
  call: { name: string; key: string; points: number; seconds: number },
  uncounted: RateLimit['uncounted'],
): Promise<LimitState | null> {
  const counted = await countCall(call).catch((error: unknown) => {
    log.error({ err: error, limit: call.name, uncounted }, 'a call could not be counted')
    return null
  })
  if (counted === null) {
    if (uncounted === 'admit') return null
    throw new AppError('unavailable', 'This cannot be taken right now. Try again in a few seconds.', {
      retryAfterSeconds: RETRY_UNCOUNTED_SECONDS,
    })
  }
  const state = { limit: call.points, remaining: counted.remaining, resetSeconds: counted.resetSeconds }
  if (!counted.isOver) return state
  throw new AppError('rate_limited', `That was a little fast. Try again in ${state.resetSeconds} seconds.`, {
    limit: state.limit,
    remaining: 0,
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
  if (limit.by !== 'address' && caller.ctx) return caller.ctx.apiKeyId ?? caller.ctx.workspaceId
  // A laptop has one visitor under one address; limits against strangers would only hit its owner.
  return env().isProduction ? clientAddress(request) : null
}
