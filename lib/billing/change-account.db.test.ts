import { describe, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { type Tx, withPlatform, withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { insertAccount, meterSpec, setStock } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import {
  addOverride,
  changePlan,
  clearGrace,
  getEntitlements,
  requireStockRoom,
  reserve,
  setHold,
  startGrace,
  takeStock,
} from './index.ts'
import { planFigures } from './plans.ts'

const STAFF = createId()
const change = <T>(fn: (tx: Tx) => Promise<T>) => withPlatform('staffChange', fn)
const entitlementsOf = (ctx: WorkspaceContext) =>
  withTenant(ctx, (tx) => getEntitlements(tx, ctx.workspaceId))

/** As if the first payment had failed so long ago. */
async function failPayment({ workspaceId }: WorkspaceContext, ago: string) {
  const [row] = await ownerQuery<{ at: Date }>('SELECT now() - $1::interval AS at', [ago])
  await change((tx) => startGrace(tx, workspaceId, row?.at))
}

async function snapshotOf({ workspaceId }: WorkspaceContext) {
  const [row] = await ownerQuery<{ version: string; access: string; valid_until: Date | null }>(
    'SELECT version, access, valid_until FROM entitlement_snapshot WHERE workspace_id = $1',
    [workspaceId],
  )
  if (!row) throw new Error('unreachable')
  return row
}

describe('changePlan', () => {
  it('tells what the account was and is, and raises the version of the snapshot', async () => {
    const ctx = await insertAccount()
    const { version } = await snapshotOf(ctx)
    const { before, after } = await change((tx) =>
      changePlan(tx, ctx.workspaceId, { planKey: 'team', seats: 4 }),
    )
    expect(before).toMatchObject({ planKey: 'free', seats: 1, credits: 50, features: [] })
    expect(after).toMatchObject({ planKey: 'team', planVersion: 1, seats: 4, credits: 10_000 })
    expect(after.limits).toMatchObject({ pages: 40_000, seats: 4 })
    expect(Number((await snapshotOf(ctx)).version)).toBeGreaterThan(Number(version))
  })

  it('keeps the version of who stays on the plan, and gives the current one to who comes', async () => {
    const ctx = await insertAccount({ plan: 'team' })
    await ownerQuery('UPDATE billing_account SET plan_version = 0 WHERE workspace_id = $1', [ctx.workspaceId])
    const more = await change((tx) => changePlan(tx, ctx.workspaceId, { planKey: 'team', seats: 9 }))
    expect(more.after).toMatchObject({ planVersion: 0, seats: 9 })
    const other = await change((tx) => changePlan(tx, ctx.workspaceId, { planKey: 'pro' }))
    expect(other.after).toMatchObject({ planVersion: 1, seats: 1 })
  })

  it('raises the month at once with what was used kept, and lowers it from the next period', async () => {
    const ctx = await insertAccount()
    await reserve(ctx, meterSpec())
    await change((tx) => changePlan(tx, ctx.workspaceId, { planKey: 'pro' }))
    expect((await entitlementsOf(ctx)).usage.credits).toMatchObject({ granted: 1_500, held: 1 })
    await change((tx) => changePlan(tx, ctx.workspaceId, { planKey: 'free' }))
    expect((await entitlementsOf(ctx)).usage.credits).toMatchObject({ granted: 1_500, held: 1 })
  })

  it('refuses fewer seats than the plan is sold for, and a workspace that there is not', async () => {
    const ctx = await insertAccount()
    await expect(
      change((tx) => changePlan(tx, ctx.workspaceId, { planKey: 'team', seats: 2 })),
    ).rejects.toMatchObject({ code: 'invalid', extensions: { errors: [{ pointer: '/seats' }] } })
    await expect(change((tx) => changePlan(tx, createId(), { planKey: 'pro' }))).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('loses nothing when staff, tenants and another member of staff change an account at once', async () => {
    const ctx = await insertAccount()
    const { workspaceId } = ctx
    const override = { workspaceId, key: 'documents', op: 'add', value: 1, grantedBy: STAFF } as const
    await Promise.all([
      ...Array.from({ length: 4 }, (_, i) =>
        change((tx) => changePlan(tx, workspaceId, { planKey: i % 2 ? 'pro' : 'team' })),
      ),
      ...Array.from({ length: 8 }, () => reserve(ctx, meterSpec())),
      // Last: whatever came after them would work the account out once more.
      ...Array.from({ length: 8 }, () =>
        change((tx) => addOverride(tx, { ...override, reason: 'race', expiresAt: null })),
      ),
    ])
    // Read as it was left, without working it out once more.
    const { plan, limits } = await entitlementsOf(ctx)
    expect(limits.documents).toBe((planFigures(plan.key).limits.documents ?? 0) + 8)
  })
})

describe('a limit below what is used (47)', () => {
  it('refuses more, keeps what is there, and shows nothing negative', async () => {
    const ctx = await insertAccount({ plan: 'pro' })
    await withTenant(ctx, async (tx) => {
      await setStock(tx, ctx.workspaceId, 'documents', 40)
      await setStock(tx, ctx.workspaceId, 'pages', 900)
    })
    await change((tx) => changePlan(tx, ctx.workspaceId, { planKey: 'free' }))
    for (const [key, limit, used] of [['documents', 5, 40] as const, ['pages', 150, 900] as const]) {
      const expected = { code: 'limit_reached', extensions: { limitKey: key, limit, used, available: 0 } }
      await expect(withTenant(ctx, (tx) => takeStock(tx, ctx, key, 1))).rejects.toMatchObject(expected)
      await expect(withTenant(ctx, (tx) => requireStockRoom(tx, ctx, key, 1))).rejects.toMatchObject(expected)
    }
    await expect(reserve(ctx, meterSpec())).resolves.toMatchObject({ kind: 'held' })
    await withTenant(ctx, (tx) => takeStock(tx, ctx, 'documents', -1))
    expect((await entitlementsOf(ctx)).usage).toMatchObject({ documents: 39, pages: 900 })
  })
})

describe('the standing of an account (24)', () => {
  const STATES = [
    ['nothing is wrong', async () => {}, 'full', 'active', null],
    ['a payment failed', (ctx: WorkspaceContext) => failPayment(ctx, '1 hour'), 'grace', 'past_due', null],
    [
      'the last hour of the grace',
      (ctx: WorkspaceContext) => failPayment(ctx, '6 days 23 hours'),
      'grace',
      'past_due',
      null,
    ],
    [
      'the grace is over',
      (ctx: WorkspaceContext) => failPayment(ctx, '7 days'),
      'readOnly',
      'unpaid',
      'payment_required',
    ],
    [
      'staff hold it',
      (ctx: WorkspaceContext) => change((tx) => setHold(tx, ctx.workspaceId, 'dispute')),
      'hold',
      'on_hold',
      'billing_hold',
    ],
  ] as const

  it.each(STATES)('while %s', async (_, arrange, access, status, refusal) => {
    const ctx = await insertAccount()
    await withTenant(ctx, (tx) => takeStock(tx, ctx, 'documents', 2))
    await arrange(ctx)
    expect((await entitlementsOf(ctx)).plan).toMatchObject({ access, status })

    const actions = [
      () => reserve(ctx, meterSpec()),
      () => withTenant(ctx, (tx) => takeStock(tx, ctx, 'documents', 1)),
      () => withTenant(ctx, (tx) => requireStockRoom(tx, ctx, 'pages', 1)),
    ]
    for (const act of actions) {
      if (refusal)
        await expect(act()).rejects.toMatchObject({ code: refusal, status: 402, extensions: { access } })
      else await act()
    }
    // Deleting and reading go on whatever has happened.
    await withTenant(ctx, (tx) => takeStock(tx, ctx, 'documents', -1))
    expect((await entitlementsOf(ctx)).usage.documents).toBe(refusal ? 1 : 2)
  })

  it('goes from grace to reading by itself, and back at once when the payment comes', async () => {
    const ctx = await insertAccount()
    await failPayment(ctx, '1 hour')
    const { valid_until: until } = await snapshotOf(ctx)
    expect(until?.getTime()).toBeGreaterThan(Date.now())
    // Seven days pass.
    await ownerQuery(
      `UPDATE billing_account SET grace_started_at = grace_started_at - interval '7 days' WHERE workspace_id = $1`,
      [ctx.workspaceId],
    )
    await ownerQuery(
      `UPDATE entitlement_snapshot SET valid_until = now() - interval '1 second' WHERE workspace_id = $1`,
      [ctx.workspaceId],
    )
    await expect(reserve(ctx, meterSpec())).rejects.toMatchObject({ code: 'payment_required' })
    expect((await entitlementsOf(ctx)).plan.access).toBe('readOnly')
    expect(await snapshotOf(ctx)).toMatchObject({ access: 'readOnly', valid_until: null })

    const { after } = await change((tx) => clearGrace(tx, ctx.workspaceId))
    expect(after).toMatchObject({ access: 'full', graceStartedAt: null })
    await expect(reserve(ctx, meterSpec())).resolves.toMatchObject({ kind: 'held' })
  })

  it('counts the grace from the first failed payment', async () => {
    const ctx = await insertAccount()
    await failPayment(ctx, '3 days')
    const before = await snapshotOf(ctx)
    await failPayment(ctx, '1 hour')
    expect((await snapshotOf(ctx)).valid_until).toEqual(before.valid_until)
  })

  it('is held with a reason only, and goes on when the hold is lifted', async () => {
    const ctx = await insertAccount()
    await expect(change((tx) => setHold(tx, ctx.workspaceId, ' '))).rejects.toMatchObject({ code: 'invalid' })
    const held = await change((tx) => setHold(tx, ctx.workspaceId, 'card stolen'))
    expect(held.after).toMatchObject({ access: 'hold', holdReason: 'card stolen' })
    const lifted = await change((tx) => setHold(tx, ctx.workspaceId, null))
    expect(lifted.after).toMatchObject({ access: 'full', holdReason: null })
  })

  it('is nothing that a tenant may change', async () => {
    const ctx = await insertAccount()
    await expect(
      withTenant(ctx, (tx) => changePlan(tx, ctx.workspaceId, { planKey: 'enterprise' })),
    ).rejects.toThrow()
    expect((await entitlementsOf(ctx)).plan.key).toBe('free')
  })
})
