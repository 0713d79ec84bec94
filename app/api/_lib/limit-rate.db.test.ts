import { describe, expect, it } from 'vitest'
import type { Caller } from '#lib/access/index.ts'
import type { PlanKey } from '#lib/billing/schema.ts'
import { isAppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { limitRate, type RateLimit } from './limit-rate.ts'
import { RUN_LIMIT, SEARCH_LIMIT, WRITE_LIMIT } from './limits.ts'

const request = new Request('http://localhost/api')

/** A caller by a key of a workspace on `plan`, as lib/access makes it once there are keys. */
async function keyCaller(plan: PlanKey): Promise<Caller & { ctx: object }> {
  const ctx = await insertAccount({ plan })
  return { user: null, ctx: { ...ctx, userId: null, surface: 'api', apiKeyId: createId() } }
}

async function personCaller(plan: PlanKey): Promise<Caller> {
  const ctx = await insertAccount({ plan })
  const { userId, requestId } = ctx
  if (userId === null) throw new Error('unreachable')
  const person = { userId, requestId, sessionId: createId(), email: 'a@example.com', isStaff: false }
  return { user: { ...person, authenticatedAt: new Date(0) }, ctx }
}

/** @returns how many calls passed before the first refusal, and the refusal. */
async function callUntilRefused(caller: Caller, limit: RateLimit | undefined, most: number) {
  for (let passed = 0; passed < most; passed += 1) {
    try {
      await limitRate(request, limit, caller)
    } catch (error) {
      if (!isAppError(error)) throw error
      return { passed, code: error.code, extensions: error.extensions }
    }
  }
  return { passed: most, code: null, extensions: null }
}

async function withBrokenStore(work: () => Promise<void>): Promise<void> {
  await ownerQuery('ALTER TABLE rate_limit RENAME TO rate_limit_away')
  try {
    await work()
  } finally {
    await ownerQuery('ALTER TABLE rate_limit_away RENAME TO rate_limit')
  }
}

describe('limits by key', () => {
  it('let a key call as often as the plan says, on any route, and say when to come back', async () => {
    const caller = await keyCaller('pro')
    const { passed, code, extensions } = await callUntilRefused(caller, undefined, 70)
    expect([passed, code]).toEqual([60, 'rate_limited'])
    expect(extensions).toMatchObject({ limit: 60, remaining: 0 })
    expect(Number(extensions?.retryAfterSeconds)).toBeGreaterThan(0)
  })

  it('count each key by itself, also two of one workspace', async () => {
    const one = await keyCaller('pro')
    const other = { ...one, ctx: one.ctx && { ...one.ctx, apiKeyId: createId() } }
    expect((await callUntilRefused(one, undefined, 61)).passed).toBe(60)
    expect((await limitRate(request, undefined, other))?.remaining).toBe(59)
  })

  it('admit no call where the plan has no keys', async () => {
    expect((await callUntilRefused(await keyCaller('free'), undefined, 1)).code).toBe('feature_not_in_plan')
  })

  it('tell the limit that is nearer where a route has one of its own', async () => {
    const caller = await keyCaller('pro')
    expect(await limitRate(request, RUN_LIMIT, caller)).toMatchObject({ limit: 60, remaining: 59 })
    expect(
      await limitRate(
        request,
        { ...RUN_LIMIT, name: 'narrow', byPlan: { free: 1, pro: 3, team: 1, enterprise: 1 } },
        caller,
      ),
    ).toMatchObject({ limit: 3, remaining: 2 })
  })
})

describe('limits by plan', () => {
  it.each(['free', 'pro'] as const)('let a person on %s ask as often as it says', async (plan) => {
    const points = RUN_LIMIT.byPlan?.[plan] ?? 0
    const { passed, code } = await callUntilRefused(await personCaller(plan), RUN_LIMIT, points + 5)
    expect([passed, code]).toEqual([points, 'rate_limited'])
  })

  it('admit exactly the limit of many calls at once', async () => {
    const caller = await personCaller('free')
    const calls = Array.from({ length: 50 }, () =>
      limitRate(request, RUN_LIMIT, caller).then(
        () => 1,
        () => 0,
      ),
    )
    expect((await Promise.all(calls)).reduce<number>((sum, one) => sum + one, 0)).toBe(30)
  })
})

describe('a store of counts that fails', () => {
  it('refuses what spends and admits what reads', async () => {
    const [person, key] = [await personCaller('pro'), await keyCaller('pro')]
    await withBrokenStore(async () => {
      for (const limit of [RUN_LIMIT, WRITE_LIMIT]) {
        for (const caller of [person, key]) {
          await expect(limitRate(request, limit, caller)).rejects.toMatchObject({
            code: 'unavailable',
            status: 503,
          })
        }
      }
      expect(await limitRate(request, SEARCH_LIMIT, person)).toBeNull()
      expect(await limitRate(request, undefined, key)).toBeNull()
    })
    expect(await limitRate(request, RUN_LIMIT, person)).toMatchObject({ limit: 60 })
  })
})
