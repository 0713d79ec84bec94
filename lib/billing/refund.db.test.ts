import { describe, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import {
  assertLedgerHolds,
  type HeldKey,
  hold,
  insertAccount,
  insertGrant,
  listEntries,
  meterSpec,
  settleNow,
} from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { refund, release, reserve, revokeFromGrant } from './index.ts'

/** Hundreds at once on a busy machine. */
const RACE_MS = 120_000

const giveBack = (key: HeldKey, refId: string, mc: number) =>
  withTenant({ workspaceId: key.workspaceId, userId: null }, (tx) => refund(tx, key, { refId, mc }))

const takeBack = (ctx: WorkspaceContext, grantId: string, mc?: number) =>
  withTenant(ctx, (tx) =>
    revokeFromGrant(tx, { workspaceId: ctx.workspaceId, grantId, ...(mc === undefined ? {} : { mc }) }),
  )

function grants(ctx: WorkspaceContext) {
  return ownerQuery<{ source: string; used: number; revoked: number }>(
    `SELECT source, used_mc::int AS used, revoked_mc::int AS revoked FROM quota_grant WHERE workspace_id = $1 ORDER BY priority`,
    [ctx.workspaceId],
  )
}

async function planGrantId(ctx: WorkspaceContext): Promise<string> {
  const [grant] = await ownerQuery<{ id: string }>('SELECT id FROM quota_grant WHERE workspace_id = $1', [
    ctx.workspaceId,
  ])
  return grant?.id ?? ''
}

describe('refund', () => {
  it('gives a single page back once, however many ask at once', async () => {
    const ctx = await insertAccount()
    const key = await hold(ctx, { action: 'ocr', amountMc: 5_000 })
    await settleNow(key, 5_000)
    const refunds = await Promise.all(Array.from({ length: 20 }, () => giveBack(key, 'page-3', 500)))
    expect(refunds.filter(({ outcome }) => outcome === 'refunded')).toEqual([
      { outcome: 'refunded', refundedMc: 500 },
    ])
    expect(refunds.filter(({ outcome }) => outcome === 'replayed')).toHaveLength(19)
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 4_500 })
    expect(
      await ownerQuery(
        'SELECT action, charged_mc::int, refunded_mc::int FROM usage_daily WHERE action = $1 AND workspace_id = $2',
        ['ocr', ctx.workspaceId],
      ),
    ).toEqual([{ action: 'ocr', charged_mc: 5_000, refunded_mc: 500 }])
  })

  it('never gives back more than was charged, all pages together', async () => {
    const ctx = await insertAccount()
    const key = await hold(ctx, { action: 'ocr', amountMc: 2_000 })
    await settleNow(key, 1_200)
    const refunds = await Promise.all(
      Array.from({ length: 10 }, (_, page) => giveBack(key, `page-${page}`, 500)),
    )
    expect(refunds.reduce((sum, { refundedMc }) => sum + refundedMc, 0)).toBe(1_200)
    expect(await giveBack(key, 'page-99', 1)).toEqual({ outcome: 'nothing', refundedMc: 0 })
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 0 })
  })

  it('goes back to the grants it came from, to the one burnt last first', async () => {
    const ctx = await insertAccount({ creditsMc: 600 })
    await insertGrant(ctx.workspaceId, { source: 'admin', limitMc: 300 })
    await insertGrant(ctx.workspaceId, { source: 'topup', limitMc: 5_000 })
    const key = await hold(ctx, { amountMc: 1_000 })
    await settleNow(key, 1_000)
    await giveBack(key, 'page-1', 250)
    expect(await grants(ctx)).toMatchObject([{ used: 600 }, { used: 150 }, { used: 0 }])
    expect(
      (await listEntries(ctx.workspaceId, 'refund')).map((entry) => Number(entry.amount_mc)).sort(),
    ).toEqual([100, 150])
    await giveBack(key, 'page-2', 750)
    expect(await grants(ctx)).toMatchObject([{ used: 0 }, { used: 0 }, { used: 0 }])
    await assertLedgerHolds(ctx.workspaceId)
  })

  it('of credits that have ended comes as new ones, to the end of the month and once', async () => {
    const ctx = await insertAccount({ creditsMc: 0 })
    const gift = await insertGrant(ctx.workspaceId, { source: 'admin', limitMc: 1_000 })
    const key = await hold(ctx)
    await settleNow(key, 1_000)
    await ownerQuery(`UPDATE quota_grant SET expires_at = now() - interval '1 second' WHERE id = $1`, [gift])
    expect(await giveBack(key, 'page-1', 400)).toEqual({ outcome: 'refunded', refundedMc: 400 })
    expect(await giveBack(key, 'page-1', 400)).toMatchObject({ outcome: 'replayed' })
    await expect(reserve(ctx, meterSpec({ amountMc: 401 }))).rejects.toMatchObject({ code: 'quota_exceeded' })
    await hold(ctx, { amountMc: 400 })
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 600, reservedMc: 400 })
    expect(
      await ownerQuery(
        `SELECT c.expires_at = p.expires_at AS "sameEnd" FROM quota_grant c JOIN quota_grant p USING (workspace_id)
         WHERE c.workspace_id = $1 AND c.source = 'carry' AND p.source = 'plan'`,
        [ctx.workspaceId],
      ),
    ).toEqual([{ sameEnd: true }])
  })

  it('of credits that staff have taken back does not come', async () => {
    const ctx = await insertAccount({ creditsMc: 0 })
    const gift = await insertGrant(ctx.workspaceId, { source: 'admin', limitMc: 2_000 })
    const key = await hold(ctx)
    await settleNow(key, 1_000)
    await takeBack(ctx, gift)
    expect(await giveBack(key, 'page-1', 400)).toEqual({ outcome: 'nothing', refundedMc: 0 })
    await expect(reserve(ctx, meterSpec({ amountMc: 1 }))).rejects.toMatchObject({ code: 'quota_exceeded' })
    await assertLedgerHolds(ctx.workspaceId)
  })

  it('has nothing to give back of what was not charged, and refuses what is still held', async () => {
    const ctx = await insertAccount()
    const held = await hold(ctx)
    await expect(giveBack(held, 'page-1', 10)).rejects.toThrow('settled for less')
    await release(held, 'test')
    expect(await giveBack(held, 'page-1', 10)).toEqual({ outcome: 'nothing', refundedMc: 0 })
    const free = await hold(ctx, { amountMc: 0 })
    await settleNow(free, 0)
    expect(await giveBack(free, 'page-1', 10)).toMatchObject({ outcome: 'nothing' })
  })

  it('finds nothing of another workspace', async () => {
    const [one, two] = [await insertAccount(), await insertAccount()]
    const key = await hold(one)
    await settleNow(key, 1_000)
    await expect(giveBack({ ...key, workspaceId: two.workspaceId }, 'page-1', 10)).rejects.toThrow(
      'no such reservation',
    )
    expect(await assertLedgerHolds(one.workspaceId)).toMatchObject({ usedMc: 1_000 })
  })
})

describe('a grant that is taken back', () => {
  it('keeps what was used and what is held; nothing becomes negative and nothing more is admitted', async () => {
    const ctx = await insertAccount({ creditsMc: 10_000 })
    await settleNow(await hold(ctx), 1_000)
    const held = await hold(ctx, { amountMc: 2_000 })
    expect(await takeBack(ctx, await planGrantId(ctx), 50_000)).toBe(7_000)
    await expect(hold(ctx, { amountMc: 1 })).rejects.toMatchObject({
      code: 'quota_exceeded',
      extensions: { available: 0 },
    })
    expect(await settleNow(held, 1_500)).toMatchObject({ chargedMc: 1_500, remainingMc: 500 })
    expect(await listEntries(ctx.workspaceId, 'revoke')).toMatchObject([{ amount_mc: '7000' }])
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 2_500, reservedMc: 0 })
  })

  it('loses the part that is named, and only once it is free', async () => {
    const ctx = await insertAccount({ creditsMc: 10_000 })
    const grantId = await planGrantId(ctx)
    expect(await takeBack(ctx, grantId, 4_000)).toBe(4_000)
    expect(await takeBack(ctx, grantId, 8_000)).toBe(6_000)
    expect(await takeBack(ctx, grantId, 1)).toBe(0)
    expect(await grants(ctx)).toMatchObject([{ revoked: 10_000 }])
    expect(await listEntries(ctx.workspaceId, 'revoke')).toHaveLength(2)
    await assertLedgerHolds(ctx.workspaceId)
  })

  it('ends when all of it is taken: what was held and comes back later is gone as well', async () => {
    const ctx = await insertAccount({ creditsMc: 0 })
    const gift = await insertGrant(ctx.workspaceId, { source: 'admin', limitMc: 3_000 })
    const held = await hold(ctx)
    expect(await takeBack(ctx, gift)).toBe(2_000)
    await release(held, 'test')
    await expect(hold(ctx, { amountMc: 1 })).rejects.toMatchObject({ code: 'quota_exceeded' })
    await assertLedgerHolds(ctx.workspaceId)
  })

  it(
    'holds its limit while 100 reserve and it is taken back in parts',
    async () => {
      const ctx = await insertAccount({ creditsMc: 60_000 })
      const grantId = await planGrantId(ctx)
      const ends = await Promise.allSettled(
        Array.from({ length: 100 }, (_, i) => (i % 10 === 5 ? takeBack(ctx, grantId, 4_000) : hold(ctx))),
      )
      const unexpected = ends.filter(
        (end) => end.status === 'rejected' && end.reason.code !== 'quota_exceeded',
      )
      expect(unexpected).toEqual([])
      const { limitMc, reservedMc } = await assertLedgerHolds(ctx.workspaceId)
      const [{ revoked } = { revoked: 0 }] = await grants(ctx)
      expect(reservedMc + revoked).toBeLessThanOrEqual(limitMc)
    },
    RACE_MS,
  )
})

describe('a gift with an end', () => {
  it('is there at once, burns before bought credits, and is gone at its end without touching the plan', async () => {
    const ctx = await insertAccount({ creditsMc: 0 })
    await insertGrant(ctx.workspaceId, { source: 'topup', limitMc: 5_000 })
    const gift = await insertGrant(ctx.workspaceId, {
      source: 'admin',
      limitMc: 2_000,
      expiresAt: new Date(Date.now() + 3_600_000),
    })
    await settleNow(await hold(ctx), 1_000)
    expect(await grants(ctx)).toMatchObject([
      { source: 'plan', used: 0 },
      { source: 'admin', used: 1_000 },
      { source: 'topup', used: 0 },
    ])
    await ownerQuery(`UPDATE quota_grant SET expires_at = now() - interval '1 second' WHERE id = $1`, [gift])
    await settleNow(await hold(ctx), 1_000)
    expect(await grants(ctx)).toMatchObject([
      { source: 'plan', used: 0 },
      { source: 'admin', used: 1_000 },
      { source: 'topup', used: 1_000 },
    ])
    await assertLedgerHolds(ctx.workspaceId)
  })
})
