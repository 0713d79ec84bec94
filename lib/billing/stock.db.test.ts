import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { withTenant } from '#lib/platform/db/index.ts'
import { countOutcomes, insertAccount, setStock } from '#lib/testing/billing.ts'
import { ownerQuery, runInProcess } from '#lib/testing/database.ts'
import { getEntitlements, takeStock } from './index.ts'

/** Tries so many at once in each of two processes. @returns how many came in, and how many were refused. */
async function raceInProcesses(workspaceId: string, key: string, each: number) {
  const runs = [1, 2].map(() => runInProcess('lib/testing/stock-child.ts', [workspaceId, key, String(each)]))
  const ends = await Promise.all(runs.map(({ exited }) => exited))
  const counts = ends.map(({ stdout, stderr }) => {
    if (!stdout) throw new Error(stderr)
    return z.record(z.string(), z.number()).parse(JSON.parse(stdout))
  })
  const sum = (name: string) => counts.reduce((total, count) => total + (count[name] ?? 0), 0)
  return { taken: sum('taken'), refused: sum('limit_reached') }
}

describe('takeStock under a race', () => {
  it.each([
    ['documents', 'free', 2, 3],
    ['pages', 'free', 139, 11],
    ['seats', 'team', 1, 2],
  ] as const)(
    'lets into %s of %s, with %d taken, exactly %d of 100 from two processes',
    async (key, plan, before, room) => {
      const ctx = await insertAccount({ plan })
      await withTenant(ctx, (tx) => setStock(tx, ctx.workspaceId, key, before))
      expect(await raceInProcesses(ctx.workspaceId, key, 50)).toEqual({ taken: room, refused: 100 - room })
      const { usage } = await withTenant(ctx, (tx) => getEntitlements(tx, ctx.workspaceId))
      expect(usage[key]).toBe(before + room)
    },
  )

  it('gives a place that is given back to exactly one of those who wait for it', async () => {
    const ctx = await insertAccount({ plan: 'team' })
    await withTenant(ctx, (tx) => setStock(tx, ctx.workspaceId, 'seats', 3))
    const take = async () => {
      await withTenant(ctx, (tx) => takeStock(tx, ctx, 'seats', 1))
      return { kind: 'taken' }
    }
    expect(await countOutcomes(10, take)).toEqual({ limit_reached: 10 })
    await withTenant(ctx, (tx) => takeStock(tx, ctx, 'seats', -1))
    expect(await countOutcomes(20, take)).toEqual({ taken: 1, limit_reached: 19 })
  })

  it('takes nothing when the transaction that makes the thing fails', async () => {
    const ctx = await insertAccount()
    const attempt = withTenant(ctx, async (tx) => {
      await takeStock(tx, ctx, 'documents', 5)
      throw new Error('the document could not be made')
    })
    await expect(attempt).rejects.toThrow('could not be made')
    await withTenant(ctx, (tx) => takeStock(tx, ctx, 'documents', 5))
  })
})

describe('the first step of a limit', () => {
  const jobsOf = (workspaceId: string) =>
    ownerQuery<{ data: { limitKey: string } }>(
      `SELECT data FROM pgboss.job WHERE name = 'usage-notice' AND data->>'workspaceId' = $1`,
      [workspaceId],
    )

  it('has the owner told once when it is crossed, in the same transaction', async () => {
    const ctx = await insertAccount()
    const take = (delta: number) => withTenant(ctx, (tx) => takeStock(tx, ctx, 'documents', delta))
    await take(3)
    expect(await jobsOf(ctx.workspaceId)).toEqual([])
    await Promise.allSettled([take(1), take(1), take(1), take(1)])
    expect((await jobsOf(ctx.workspaceId)).map(({ data }) => data.limitKey)).toEqual(['documents'])
    const undone = withTenant(ctx, async (tx) => {
      await takeStock(tx, ctx, 'pages', 149)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await jobsOf(ctx.workspaceId)).toHaveLength(1)
  })
})
