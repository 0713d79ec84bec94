import { describe, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { withPlatform, withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { assertLedgerHolds, insertAccount, insertGrant, meterSpec, setStock } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import {
  changePlan,
  getEntitlements,
  recomputeSnapshot,
  requireFeature,
  requireStockRoom,
  reserve,
  takeStock,
} from './index.ts'
import { PLANS } from './plans.ts'
import { entitlementsSchema, PLAN_KEYS, type PlanKey } from './schema.ts'

const take = (ctx: WorkspaceContext, key: 'documents' | 'pages', delta: number) =>
  withTenant(ctx, (tx) => takeStock(tx, ctx, key, delta))

const entitlementsOf = (ctx: WorkspaceContext) =>
  withTenant(ctx, (tx) => getEntitlements(tx, ctx.workspaceId))

const moveTo = (ctx: WorkspaceContext, planKey: PlanKey) =>
  withPlatform('staffChange', (tx) => changePlan(tx, ctx.workspaceId, { planKey }))

async function override(
  ctx: WorkspaceContext,
  row: { key: string; op: string; value?: unknown; startsIn?: string; endsIn?: string },
) {
  await ownerQuery(
    `INSERT INTO entitlement_override (workspace_id, id, key, op, value, reason, starts_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, 'by contract', now() + $6::interval, now() + $7::interval)`,
    [
      ctx.workspaceId,
      createId(),
      row.key,
      row.op,
      JSON.stringify(row.value ?? null),
      row.startsIn ?? '-1 hour',
      row.endsIn ?? null,
    ],
  )
  await withTenant(ctx, (tx) => recomputeSnapshot(tx, ctx.workspaceId))
}

describe('openAccount', () => {
  it.each(PLAN_KEYS)('gives a workspace on %s what the catalogue says', async (plan) => {
    const ctx = await insertAccount({ plan })
    const entitlements = entitlementsSchema.parse(await entitlementsOf(ctx))
    expect(entitlements.plan).toMatchObject({ key: plan, version: 1, access: 'full' })
    expect(entitlements.usage).toMatchObject({
      documents: 0,
      pages: 0,
      seats: 1,
      credits: { used: 0, held: 0 },
    })
    expect(
      Object.entries(entitlements.features)
        .filter(([, { allowed }]) => allowed)
        .map(([key]) => key),
    ).toEqual(PLANS[plan].features)
    const { limitMc } = await assertLedgerHolds(ctx.workspaceId)
    expect(limitMc).toBe(entitlements.usage.credits.granted * 1_000)
    const [entry] = await ownerQuery<{ amount_mc: string }>(
      `SELECT amount_mc FROM usage_entry WHERE workspace_id = $1 AND kind = 'grant'`,
      [ctx.workspaceId],
    )
    expect(Number(entry?.amount_mc)).toBe(limitMc)
  })
})

describe('takeStock', () => {
  it('has room for exactly five of twenty at once', async () => {
    const ctx = await insertAccount()
    const taken = await Promise.allSettled(Array.from({ length: 20 }, () => take(ctx, 'documents', 1)))
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    expect((await entitlementsOf(ctx)).usage.documents).toBe(5)
  })

  it('admits the last page the plan holds and refuses the first one past it, all or nothing', async () => {
    const ctx = await insertAccount()
    await take(ctx, 'pages', 149)
    await expect(take(ctx, 'pages', 2)).rejects.toMatchObject({
      code: 'limit_reached',
      status: 402,
      message: expect.stringMatching(/^Your plan holds 150 pages and you have 149\. Delete some first\.$/),
      extensions: {
        limitKey: 'pages',
        limit: 150,
        used: 149,
        requested: 2,
        plan: 'free',
        requiredPlan: 'pro',
      },
    })
    await take(ctx, 'pages', 1)
    expect((await entitlementsOf(ctx)).notices).toMatchObject([
      { key: expect.stringMatching(/^pages\.100:\d{4}-\d\d-\d\d$/), level: 'critical' },
    ])
  })

  it('gives back, never below nothing, and also where nothing may be added', async () => {
    const ctx = await insertAccount()
    await take(ctx, 'documents', 2)
    await ownerQuery(`UPDATE entitlement_snapshot SET access = 'readOnly' WHERE workspace_id = $1`, [
      ctx.workspaceId,
    ])
    await expect(take(ctx, 'documents', 1)).rejects.toMatchObject({ code: 'payment_required' })
    await take(ctx, 'documents', -5)
    expect((await entitlementsOf(ctx)).usage.documents).toBe(0)
  })

  it('keeps what is above a lowered limit, and refuses more', async () => {
    const ctx = await insertAccount({ plan: 'pro' })
    await withTenant(ctx, (tx) => setStock(tx, ctx.workspaceId, 'documents', 40))
    await moveTo(ctx, 'free')
    await expect(take(ctx, 'documents', 1)).rejects.toMatchObject({ extensions: { limit: 5, used: 40 } })
    await take(ctx, 'documents', -1)
    expect((await entitlementsOf(ctx)).usage.documents).toBe(39)
  })

  it('is asked early by requireStockRoom, which takes nothing', async () => {
    const ctx = await insertAccount()
    await withTenant(ctx, (tx) => requireStockRoom(tx, ctx, 'documents', 5))
    await expect(withTenant(ctx, (tx) => requireStockRoom(tx, ctx, 'documents', 6))).rejects.toMatchObject({
      code: 'limit_reached',
    })
    expect((await entitlementsOf(ctx)).usage.documents).toBe(0)
  })

  it('counts each tenant for itself', async () => {
    const [one, two] = [await insertAccount(), await insertAccount()]
    await take(one, 'documents', 5)
    await take(two, 'documents', 1)
    expect((await entitlementsOf(two)).usage.documents).toBe(1)
  })
})

describe('overrides', () => {
  it('lift a limit altogether', async () => {
    const ctx = await insertAccount()
    await override(ctx, { key: 'pages', op: 'set', value: null })
    await take(ctx, 'pages', 10_000)
    expect((await entitlementsOf(ctx)).limits.pages).toBeNull()
  })

  it('begin and end by themselves', async () => {
    const ctx = await insertAccount()
    await override(ctx, { key: 'documents', op: 'set', value: 9, endsIn: '1 hour' })
    expect((await entitlementsOf(ctx)).limits.documents).toBe(9)
    await ownerQuery(
      `UPDATE entitlement_override SET expires_at = now() - interval '1 second' WHERE workspace_id = $1`,
      [ctx.workspaceId],
    )
    await ownerQuery(
      `UPDATE entitlement_snapshot SET valid_until = now() - interval '1 second' WHERE workspace_id = $1`,
      [ctx.workspaceId],
    )
    expect((await entitlementsOf(ctx)).limits.documents).toBe(5)
  })

  it('open a feature that the plan lacks, or close one', async () => {
    const ctx = await insertAccount()
    const ask = () => withTenant(ctx, (tx) => requireFeature(tx, ctx, 'mindMap'))
    await expect(ask()).rejects.toMatchObject({
      code: 'feature_not_in_plan',
      extensions: { feature: 'mindMap', requiredPlan: 'pro', plan: 'free' },
    })
    await override(ctx, { key: 'mindMap', op: 'set', value: true })
    await ask()
    await override(ctx, { key: 'mindMap', op: 'deny' })
    expect((await entitlementsOf(ctx)).features.mindMap).toEqual({
      allowed: false,
      reason: 'Switched off for this workspace. Ask us.',
    })
  })
})

describe('credits', () => {
  it('rise with the plan inside the period, and what was used stays', async () => {
    const ctx = await insertAccount()
    await reserve(ctx, meterSpec())
    await moveTo(ctx, 'pro')
    expect((await entitlementsOf(ctx)).usage.credits).toMatchObject({ granted: 1_500, held: 1 })
    await moveTo(ctx, 'free')
    expect((await entitlementsOf(ctx)).usage.credits).toMatchObject({ granted: 1_500 })
  })

  it('are shown apart where they were bought, and whole where the month has not begun to be spent', async () => {
    const anchorAt = new Date(Date.now() - 40 * 86_400_000)
    const ctx = await insertAccount({ anchorAt })
    await insertGrant(ctx.workspaceId, { source: 'topup', limitMc: 7_500 })
    expect((await entitlementsOf(ctx)).usage.credits).toMatchObject({
      granted: 50,
      used: 0,
      held: 0,
      purchased: 7.5,
    })
    expect(new Date((await entitlementsOf(ctx)).usage.credits.resetsAt).getTime()).toBeGreaterThan(Date.now())
  })
})
