import { describe, expect, it, vi } from 'vitest'
import {
  assertLedgerHolds,
  hold,
  insertAccount,
  insertGrant,
  listEntries,
  modelCost,
  patiently,
  settleNow,
} from '#lib/testing/billing.ts'
import { ownerQuery, runInProcess } from '#lib/testing/database.ts'
import { journal, release, sweepExpired } from './index.ts'

/** Hundreds at once on a busy machine. */
const RACE_MS = 120_000

describe('settle, release and expiry', () => {
  it(
    'take effect once out of 200 at a time, from two processes',
    async () => {
      const ctx = await insertAccount()
      const key = await hold(ctx)
      const child = runInProcess('lib/testing/billing-child.ts', [
        'close',
        ctx.workspaceId,
        '100',
        key.reservationId,
      ])
      const effects = await Promise.all(
        Array.from({ length: 100 }, async (_, i) =>
          i % 2 ? patiently(() => release(key, 'test')) : (await settleNow(key, 700)).outcome === 'charged',
        ),
      )
      const { stdout, stderr } = await child.exited
      if (!stdout) throw new Error(stderr)
      expect(effects.filter(Boolean).length + Number(stdout)).toBe(1)
      const { usedMc, reservedMc, overageMc } = await assertLedgerHolds(ctx.workspaceId)
      expect([usedMc === 0 || usedMc === 700, reservedMc, overageMc]).toEqual([true, 0, 0])
    },
    RACE_MS,
  )

  it('charge what was used, give the rest back, and book the cost once', async () => {
    const ctx = await insertAccount()
    const key = await hold(ctx)
    expect(await settleNow(key, 250, [modelCost()])).toEqual({
      outcome: 'charged',
      chargedMc: 250,
      overageMc: 0,
      remainingMc: 49_750,
    })
    expect(await settleNow(key, 900, [modelCost()])).toMatchObject({ outcome: 'closed', chargedMc: 250 })
    expect(await listEntries(ctx.workspaceId, 'cost')).toMatchObject([
      { amount_mc: '0', cost_micro_usd: '77', write_off: false, ref_id: 'answer' },
    ])
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 250, reservedMc: 0 })
  })

  it('never charge more than was held', async () => {
    const ctx = await insertAccount()
    expect(await settleNow(await hold(ctx), 1_200)).toMatchObject({ chargedMc: 1_000, overageMc: 200 })
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 1_000, overageMc: 200 })
  })

  it('write the cost of a free ending off, but not the cost of what is free from the start', async () => {
    const refused = await insertAccount()
    await settleNow(await hold(refused), 0, [modelCost()])
    expect(await listEntries(refused.workspaceId, 'cost')).toMatchObject([{ write_off: true }])
    const ingest = await insertAccount()
    await settleNow(await hold(ingest, { action: 'ingest', amountMc: 0 }), 0, [modelCost()])
    expect(await listEntries(ingest.workspaceId, 'cost')).toMatchObject([{ write_off: false }])
  })

  it('give back what a killed process held, and book what it had journaled', async () => {
    const ctx = await insertAccount()
    const child = runInProcess('lib/testing/billing-child.ts', ['hang', ctx.workspaceId])
    await vi.waitFor(() => expect(child.lines).toHaveLength(1), { timeout: 20_000 })
    child.kill('SIGKILL')
    await child.exited
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 1_000 })

    await Promise.all([sweepExpired(), sweepExpired()])
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 0, usedMc: 0 })
    expect(await listEntries(ctx.workspaceId, 'cost')).toMatchObject([
      { cost_micro_usd: '77', write_off: true },
    ])
  })

  it('book work that ends after its expiry as overage, once, and only the cost that is new', async () => {
    const ctx = await insertAccount()
    const key = await hold(ctx, { ttlMs: 1 })
    await journal(key, 1, [{ ...modelCost(), usage: { ...modelCost().usage, costMicroUsd: 50 } }])
    await ownerQuery(
      `UPDATE quota_reservation SET expires_at = now() - interval '1 second' WHERE state = 'held'`,
    )
    expect(await sweepExpired()).toBeGreaterThan(0)
    expect(await settleNow(key, 1_000, [modelCost()])).toMatchObject({
      outcome: 'late',
      chargedMc: 0,
      overageMc: 1_000,
    })
    await settleNow(key, 1_000, [modelCost()])
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({
      usedMc: 0,
      reservedMc: 0,
      overageMc: 1_000,
    })
    expect(await listEntries(ctx.workspaceId, 'cost')).toMatchObject([
      { cost_micro_usd: '50', ref_id: 'answer' },
      { cost_micro_usd: '27', ref_id: 'answer:late' },
    ])
  })

  it('go on after one that cannot be closed, and close one whose journal cannot be read', async () => {
    const [broken, unread, next] = [await insertAccount(), await insertAccount(), await insertAccount()]
    const keys = [await hold(broken), await hold(unread), await hold(next)]
    for (const [i, { reservationId }] of keys.entries()) {
      await ownerQuery(
        `UPDATE quota_reservation SET expires_at = now() - make_interval(mins => $2) WHERE id = $1`,
        [reservationId, 10 - i],
      )
    }
    // Less is reserved than is held: nothing can be given back.
    await ownerQuery('UPDATE quota_grant SET reserved_mc = 0 WHERE workspace_id = $1', [broken.workspaceId])
    const costs = [modelCost('page-1', 50), { ref: 'page-2', model: 7 }]
    await ownerQuery('UPDATE quota_reservation SET journal = $2 WHERE id = $1', [
      keys[1]?.reservationId,
      JSON.stringify({ action: 'podcast', costs }),
    ])
    await sweepExpired()
    expect(await assertLedgerHolds(unread.workspaceId)).toMatchObject({ reservedMc: 0, usedMc: 0 })
    expect(await assertLedgerHolds(next.workspaceId)).toMatchObject({ reservedMc: 0 })
    expect(await listEntries(unread.workspaceId, 'cost')).toMatchObject([
      { cost_micro_usd: '50', ref_id: 'page-1' },
    ])
    await ownerQuery('UPDATE quota_grant SET reserved_mc = 1000 WHERE workspace_id = $1', [
      broken.workspaceId,
    ])
    await sweepExpired()
    expect(await assertLedgerHolds(broken.workspaceId)).toMatchObject({ reservedMc: 0 })
  })

  it('leave alone what showed a sign of life', async () => {
    const ctx = await insertAccount()
    const key = await hold(ctx, { ttlMs: 1 })
    expect(await journal(key, 60_000)).toBe(true)
    await sweepExpired()
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 1_000 })
    await release(key, 'test')
    expect(await journal(key, 60_000)).toBe(false)
  })

  it(
    'do not deadlock when many ways of closing meet new reservations over several grants',
    async () => {
      const ctx = await insertAccount({ creditsMc: 30_500 })
      await insertGrant(ctx.workspaceId, { source: 'admin', limitMc: 10_300 })
      await insertGrant(ctx.workspaceId, { source: 'topup', limitMc: 40_000 })
      const keys = await Promise.all(Array.from({ length: 40 }, () => hold(ctx)))
      const failures = await Promise.allSettled(
        keys.flatMap((key, i) => [
          settleNow(key, 300 + i, [modelCost()]),
          release(key, 'test'),
          settleNow(key, 1_000),
          ...(i % 2 ? [hold(ctx)] : []),
        ]),
      )
      expect(failures.filter(({ status }) => status === 'rejected')).toEqual([])
      expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 20_000 })
    },
    RACE_MS,
  )
})
