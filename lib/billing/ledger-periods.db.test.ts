import { afterEach, describe, expect, it, vi } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { assertLedgerHolds, insertAccount, meterSpec } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { type MeterSpec, type ModelCost, reserve, reserveIn, settle, sweepExpired } from './index.ts'

const _COST: ModelCost = {
  ref: 'answer',
  model: 'test',
  usage: { inputTokens: 800, outputTokens: 40, source: 'provider', costMicroUsd: 77 },
}

afterEach(() => {
  vi.useRealTimers()
})

async function hold(ctx: WorkspaceContext, spec: Partial<MeterSpec> = {}) {
  const reserved = await reserve(ctx, meterSpec(spec))
  if (reserved.kind !== 'held') throw new Error('expected a new reservation')
  return { workspaceId: ctx.workspaceId, reservationId: reserved.id }
}

const settleNow = (
  key: { workspaceId: string; reservationId: string },
  mc: number,
  costs: ModelCost[] = [],
) => withTenant({ ...key, userId: null }, (tx) => settle(tx, key, { mc, costs }))

async function _outcomes(calls: Promise<{ kind: string }>[]): Promise<Record<string, number>> {
  const all = await Promise.all(
    calls.map((call) =>
      call.then(
        (r) => r.kind,
        (error) => error.code ?? String(error),
      ),
    ),
  )
  return Object.fromEntries(
    [...new Set(all)].sort().map((kind) => [kind, all.filter((each) => each === kind).length]),
  )
}

function _entries(workspaceId: string, kind: string) {
  return ownerQuery<{ amount_mc: string; cost_micro_usd: string; write_off: boolean; ref_id: string | null }>(
    'SELECT amount_mc, cost_micro_usd, write_off, ref_id FROM usage_entry WHERE workspace_id = $1 AND kind = $2 ORDER BY id',
    [workspaceId, kind],
  )
}

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
})
