import { describe, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { createId } from '#lib/platform/id.ts'
import {
  assertLedgerHolds,
  countOutcomes,
  hold,
  insertAccount,
  insertGrant,
  meterSpec,
  readLedger,
  settleNow,
} from '#lib/testing/billing.ts'
import { type ChildRun, ownerQuery, runInProcess } from '#lib/testing/database.ts'
import { release, reserve } from './index.ts'

/** Hundreds at once on a busy machine. */
const RACE_MS = 120_000

async function readCounts(child: ChildRun): Promise<Record<string, number>> {
  const { stdout, stderr } = await child.exited
  if (!stdout) throw new Error(stderr)
  return JSON.parse(stdout)
}

function addCounts(one: Record<string, number>, two: Record<string, number>): Record<string, number> {
  const sum = { ...one }
  for (const [end, count] of Object.entries(two)) sum[end] = (sum[end] ?? 0) + count
  return sum
}

describe('reserve', () => {
  it(
    'admits exactly 100 of 200 concurrent asks, from two processes and many connections',
    async () => {
      const ctx = await insertAccount({ creditsMc: 100_000 })
      const child = runInProcess('lib/testing/billing-child.ts', ['race', ctx.workspaceId, '100'])
      const mine = await countOutcomes(100, () => reserve(ctx, meterSpec()))
      const theirs = await readCounts(child)
      expect(addCounts(mine, theirs)).toEqual({ held: 100, quota_exceeded: 100 })
      expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 100_000, usedMc: 0 })
    },
    RACE_MS,
  )

  it(
    'holds once for 200 uses of one key in two processes',
    async () => {
      const ctx = await insertAccount()
      const spec = meterSpec()
      const child = runInProcess('lib/testing/billing-child.ts', [
        'same',
        ctx.workspaceId,
        '100',
        spec.idempotencyKey,
      ])
      const mine = await countOutcomes(100, () => reserve(ctx, spec))
      const theirs = await readCounts(child)
      expect(addCounts(mine, theirs)).toEqual({ held: 1, replay: 199 })
      expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 1_000 })
    },
    RACE_MS,
  )

  it('holds once for ten uses of one key, and says to the others which reservation it was', async () => {
    const ctx = await insertAccount()
    const spec = meterSpec({ refType: 'run', refId: createId() })
    expect(await countOutcomes(10, () => reserve(ctx, spec))).toEqual({
      held: 1,
      replay: 9,
    })
    expect(await reserve(ctx, spec)).toMatchObject({
      replay: { state: 'held', refId: spec.refId, heldMc: 1_000 },
    })
    expect((await readLedger(ctx.workspaceId)).reservedMc).toBe(1_000)
  })

  it('refuses a key that was used for something else', async () => {
    const ctx = await insertAccount()
    const spec = meterSpec()
    await reserve(ctx, spec)
    await expect(reserve(ctx, { ...spec, requestHash: 'other' })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
      status: 409,
    })
  })

  it('charges again for a new key: that is how an answer is regenerated', async () => {
    const ctx = await insertAccount()
    await settleNow(await hold(ctx), 1_000)
    await settleNow(await hold(ctx), 1_000)
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 2_000 })
  })

  it('answers 402 with 999 mc left, and tells all that the page needs in credits', async () => {
    const ctx = await insertAccount({ creditsMc: 999 })
    await expect(reserve(ctx, meterSpec())).rejects.toMatchObject({
      status: 402,
      code: 'quota_exceeded',
      message: expect.stringContaining('This needs 1 credit and you have 0.999 left.'),
      extensions: {
        meter: 'credits',
        limit: 0.999,
        used: 0,
        reserved: 0,
        available: 0.999,
        requested: 1,
        plan: 'free',
        access: 'full',
        requiredPlan: 'pro',
        upgradeUrl: '/pricing?plan=pro',
        contactOwner: false,
        periodStart: expect.any(String),
        resetsAt: expect.any(String),
      },
    })
    expect(
      await ownerQuery('SELECT 1 FROM quota_reservation WHERE workspace_id = $1', [ctx.workspaceId]),
    ).toEqual([])
  })

  it('shows a member whom to ask instead of what to buy', async () => {
    const ctx = await insertAccount({ creditsMc: 0, role: 'member' })
    const refusal = await reserve(ctx, meterSpec()).catch((error) => error.extensions)
    expect(refusal).toMatchObject({ contactOwner: true, requiredPlan: 'pro' })
    expect(refusal).not.toHaveProperty('upgradeUrl')
  })

  it('burns what ends first, and bought credits last', async () => {
    const ctx = await insertAccount({ creditsMc: 500 })
    await insertGrant(ctx.workspaceId, { source: 'topup', limitMc: 5_000 })
    await insertGrant(ctx.workspaceId, { source: 'admin', limitMc: 300 })
    await settleNow(await hold(ctx), 1_000)
    const used = await ownerQuery(
      'SELECT source, used_mc::int AS used FROM quota_grant WHERE workspace_id = $1 ORDER BY priority',
      [ctx.workspaceId],
    )
    expect(used).toEqual([
      { source: 'plan', used: 500 },
      { source: 'admin', used: 300 },
      { source: 'topup', used: 200 },
    ])
    await assertLedgerHolds(ctx.workspaceId)
  })

  it.each([
    ['readOnly', 'payment_required'],
    ['hold', 'billing_hold'],
  ])('spends nothing in %s, work without a price included', async (access, code) => {
    const ctx = await insertAccount()
    const before = meterSpec()
    await reserve(ctx, before)
    await ownerQuery('UPDATE entitlement_snapshot SET access = $2 WHERE workspace_id = $1', [
      ctx.workspaceId,
      access,
    ])
    await expect(reserve(ctx, meterSpec({ amountMc: 0 }))).rejects.toMatchObject({ code, status: 402 })
    await expect(reserve(ctx, before)).resolves.toMatchObject({ kind: 'replay' })
  })

  it('never touches another tenant, whatever the order', async () => {
    const [one, two] = [await insertAccount({ creditsMc: 3_000 }), await insertAccount({ creditsMc: 3_000 })]
    const key = await hold(one, { idempotencyKey: 'same' })
    await hold(two, { idempotencyKey: 'same' })
    await expect(settleNow({ ...key, workspaceId: two.workspaceId }, 1_000)).rejects.toThrow(
      'no such reservation',
    )
    expect(await release({ ...key, workspaceId: one.workspaceId }, 'test')).toBe(true)
    expect(await assertLedgerHolds(one.workspaceId)).toMatchObject({ reservedMc: 0 })
    expect(await assertLedgerHolds(two.workspaceId)).toMatchObject({ reservedMc: 1_000, usedMc: 0 })
  })
})

describe('a reservation under a quote', () => {
  async function insertQuote(ctx: WorkspaceContext, amountMc: number): Promise<string> {
    const id = createId()
    await ownerQuery(
      `INSERT INTO quote (workspace_id, id, action, request, request_hash, amount_mc, breakdown, expires_at)
       VALUES ($1, $2, 'reindex', '{}', 'hash', $3, '[]', now() + interval '1 hour')`,
      [ctx.workspaceId, id, amountMc],
    )
    return id
  }

  it('holds what was quoted, and is charged no more whatever the work used', async () => {
    const ctx = await insertAccount()
    const quoteId = await insertQuote(ctx, 2_000)
    const key = await hold(ctx, { action: 'reindex', amountMc: 2_000, quoteId })
    expect(await settleNow(key, 2_600)).toMatchObject({ chargedMc: 2_000, overageMc: 600 })
    expect(
      await ownerQuery('SELECT quote_id, quoted_mc::int FROM quota_reservation WHERE id = $1', [
        key.reservationId,
      ]),
    ).toEqual([{ quote_id: quoteId, quoted_mc: 2_000 }])
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 2_000, overageMc: 600 })
  })

  it('cannot hold more than was quoted, and the database refuses to be told so', async () => {
    const ctx = await insertAccount()
    const quoteId = await insertQuote(ctx, 2_000)
    await expect(hold(ctx, { amountMc: 2_001, quoteId })).rejects.toThrow('more than its quote')
    const key = await hold(ctx, { amountMc: 1_500, quoteId })
    await expect(
      ownerQuery('UPDATE quota_reservation SET held_mc = 2001 WHERE id = $1', [key.reservationId]),
    ).rejects.toThrow('quota_reservation_quoted')
    await expect(
      ownerQuery('UPDATE quota_reservation SET settled_mc = 1501 WHERE id = $1', [key.reservationId]),
    ).rejects.toThrow('quota_reservation_settled')
  })

  it('knows no quote of another workspace', async () => {
    const [one, two] = [await insertAccount(), await insertAccount()]
    const quoteId = await insertQuote(one, 2_000)
    await expect(hold(two, { quoteId })).rejects.toThrow('no such quote')
  })
})
