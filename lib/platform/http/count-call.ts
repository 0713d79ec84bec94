import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { rawPool } from '#lib/platform/db/index.ts'
import { processState } from '#lib/platform/process-state.ts'

export interface CallCount {
  isOver: boolean
  remaining: number
  resetSeconds: number
}

/**
 * Counts one call of `key` in the window of `name`, over all processes. Uses a connection of its own: never call it
 * inside a database door.
 */
export async function countCall(call: {
  name: string
  key: string
  points: number
  seconds: number
}): Promise<CallCount> {
  const counted = await consume(getLimiter(call), call.key)
  return {
    isOver: counted.consumedPoints > call.points,
    remaining: counted.remainingPoints,
    resetSeconds: Math.ceil(counted.msBeforeNext / 1000),
  }
}

function getLimiter(limit: { name: string; points: number; seconds: number }): RateLimiterPostgres {
  const limiters = processState('rateLimiters', () => new Map<string, RateLimiterPostgres>())
  const id = `${limit.name}:${limit.points}:${limit.seconds}`
  const known = limiters.get(id)
  if (known) return known
  const made = new RateLimiterPostgres({
    storeClient: rawPool(),
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    keyPrefix: limit.name,
    points: limit.points,
    duration: limit.seconds,
  })
  limiters.set(id, made)
  return made
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key)
  } catch (error) {
    // The library rejects with a plain result when the count is over, and with an error when the store fails.
    if (error instanceof RateLimiterRes) return error
    throw error
  }
}
