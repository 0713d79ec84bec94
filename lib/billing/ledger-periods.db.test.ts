import { afterEach, describe, expect, it, vi } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { assertLedgerHolds, hold, insertAccount, meterSpec, settleNow } from '#lib/testing/billing.ts'
import { ownerQuery, runInProcess } from '#lib/testing/database.ts'
import { reserveIn, sweepExpired } from './index.ts'
import { periodOf } from './periods.ts'

afterEach(() => {
  vi.useRealTimers()
})

describe('periods', () => {
  /** Moves the end of the running period to now + `offsetMs`, seen from inside one transaction, and reserves there. */
  function reserveAtEnd(ctx: WorkspaceContext, offsetMs: number) {
    return withTenant(ctx, async (tx) => {
      await tx.$executeRaw`
        UPDATE quota_grant SET expires_at = date_trunc('milliseconds', now()) + make_interval(secs => ${offsetMs}::float8 / 1000)
        WHERE workspace_id = ${ctx.workspaceId}::uuid`
      return reserveIn(tx, ctx, meterSpec())
    })
  }

  it('charge the old one up to its last millisecond, the new one from its end on', async () => {
    const anchorAt = new Date(Date.now() - 40 * 86_400_000)
    const ctx = await insertAccount({ anchorAt, creditsMc: 999 })
    await expect(reserveAtEnd(ctx, 1)).rejects.toMatchObject({ code: 'quota_exceeded' })
    const atEnd = await reserveAtEnd(ctx, 0)
    expect(atEnd).toMatchObject({ kind: 'held', balance: { limitMc: 50_000, availableMc: 49_000 } })
    const grants = await ownerQuery<{ limit: number; reserved: number }>(
      'SELECT limit_mc::int AS limit, reserved_mc::int AS reserved FROM quota_grant WHERE workspace_id = $1 ORDER BY starts_at',
      [ctx.workspaceId],
    )
    expect(grants).toEqual([
      { limit: 999, reserved: 0 },
      { limit: 50_000, reserved: 1_000 },
    ])
  })

  it('settle to the period that was reserved in', async () => {
    const ctx = await insertAccount()
    const key = await hold(ctx)
    await ownerQuery(
      `UPDATE quota_grant SET starts_at = now() - interval '2 months', expires_at = now() - interval '1 month', source_ref = 'old'
       WHERE workspace_id = $1`,
      [ctx.workspaceId],
    )
    await hold(ctx)
    await settleNow(key, 1_000)
    const used = await ownerQuery(
      'SELECT used_mc::int AS used FROM quota_grant WHERE workspace_id = $1 ORDER BY starts_at',
      [ctx.workspaceId],
    )
    expect(used).toEqual([{ used: 1_000 }, { used: 0 }])
  })

  it('roll once, however many ask first, from an anchor on the 31st', async () => {
    const ctx = await insertAccount({ anchorAt: new Date('2026-01-31T00:00:00Z') })
    await Promise.all(Array.from({ length: 20 }, () => hold(ctx)))
    const [grant, ...more] = await ownerQuery<{ starts_at: Date; expires_at: Date }>(
      `SELECT starts_at, expires_at FROM quota_grant WHERE workspace_id = $1 AND expires_at > now()`,
      [ctx.workspaceId],
    )
    expect(more).toEqual([])
    // The last day of a month, at midnight: the day after is the first.
    expect(
      new Date((grant?.expires_at.getTime() ?? 0) + 86_400_000).getUTCDate() === 1 ||
        grant?.expires_at.getUTCDate() === 31,
    ).toBe(true)
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 20_000 })
  })

  it.each([-3_600_000, 3_600_000])('do not care for an app clock that is off by %d ms', async (skewMs) => {
    const anchorAt = new Date(Date.now() - 30 * 60_000)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + skewMs })
    const ctx = await insertAccount({ anchorAt })
    await hold(ctx)
    expect(await sweepExpired()).toBe(0)
    expect(
      await ownerQuery('SELECT 1 FROM quota_grant WHERE workspace_id = $1', [ctx.workspaceId]),
    ).toHaveLength(1)
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 1_000 })
  })

  it('begin and end at the same instants in processes of three time zones', async () => {
    // A month's last night, where the zones do not agree on the day or on whether it is summer.
    const anchorAt = new Date('2026-01-31T10:30:00.123Z')
    const [expected, ...others] = await Promise.all(
      ['UTC', 'America/Los_Angeles', 'Pacific/Auckland'].map(async (timeZone) => {
        const { workspaceId } = await insertAccount({ anchorAt })
        const child = runInProcess('lib/testing/billing-child.ts', ['period', workspaceId, '1', timeZone])
        const { stdout, stderr } = await child.exited
        return stdout || stderr
      }),
    )
    const now = new Date()
    const { start, end } = periodOf(anchorAt, now)
    expect(JSON.parse(expected ?? '')).toContainEqual({
      sourceRef: start.toISOString(),
      startsAt: start.toISOString(),
      expiresAt: end.toISOString(),
    })
    expect(others).toEqual([expected, expected])
  })
})
