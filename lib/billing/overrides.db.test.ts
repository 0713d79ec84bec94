import { describe, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { type Tx, withPlatform, withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { assertLedgerHolds, insertAccount, insertGrant, meterSpec } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import {
  type AddOverride,
  addOverride,
  changePlan,
  getEntitlements,
  grantCredits,
  listGrants,
  listOverrides,
  requireFeature,
  reserve,
  revokeGrant,
  revokeOverride,
  settle,
} from './index.ts'
import { PLANS, toCredits } from './plans.ts'

const STAFF = createId()
const change = <T>(fn: (tx: Tx) => Promise<T>) => withPlatform('staffChange', fn)
const entitlementsOf = (ctx: WorkspaceContext) =>
  withTenant(ctx, (tx) => getEntitlements(tx, ctx.workspaceId))
const inAnHour = () => new Date(Date.now() + 3_600_000)

/** @param input laid over an override that is right. */
function override(ctx: WorkspaceContext, input: object) {
  const base: AddOverride = {
    workspaceId: ctx.workspaceId,
    key: 'pages',
    op: 'set',
    value: null,
    reason: 'by contract',
    grantedBy: STAFF,
    expiresAt: null,
  }
  return change((tx) => addOverride(tx, Object.assign(base, input)))
}

async function holdAndCharge(ctx: WorkspaceContext, mc: number) {
  const reserved = await reserve(ctx, meterSpec({ amountMc: mc }))
  if (reserved.kind !== 'held') throw new Error('unexpected replay')
  const key = { workspaceId: ctx.workspaceId, reservationId: reserved.id }
  await withTenant(ctx, (tx) => settle(tx, key, { mc }))
}

describe('addOverride', () => {
  it('holds at once, tells before and after, and is listed', async () => {
    const ctx = await insertAccount()
    const added = await override(ctx, { key: 'pages', value: 900, expiresAt: inAnHour() })
    expect([added.before.limits.pages, added.after.limits.pages]).toEqual([150, 900])
    expect((await entitlementsOf(ctx)).limits.pages).toBe(900)
    const listed = await withPlatform('staffRead', (tx) => listOverrides(tx, ctx.workspaceId))
    expect(listed).toMatchObject([
      {
        id: added.id,
        key: 'pages',
        op: 'set',
        value: 900,
        reason: 'by contract',
        grantedBy: STAFF,
        state: 'active',
      },
    ])
  })

  it('ends by itself', async () => {
    const ctx = await insertAccount()
    const { id } = await override(ctx, { key: 'mindMap', value: true, expiresAt: inAnHour() })
    await withTenant(ctx, (tx) => requireFeature(tx, ctx, 'mindMap'))
    await ownerQuery(
      `UPDATE entitlement_override SET expires_at = now() - interval '1 second' WHERE id = $1`,
      [id],
    )
    await ownerQuery(
      `UPDATE entitlement_snapshot SET valid_until = now() - interval '1 second' WHERE workspace_id = $1`,
      [ctx.workspaceId],
    )
    await expect(withTenant(ctx, (tx) => requireFeature(tx, ctx, 'mindMap'))).rejects.toMatchObject({
      code: 'feature_not_in_plan',
    })
    const [row] = await withPlatform('staffRead', (tx) => listOverrides(tx, ctx.workspaceId))
    expect(row?.state).toBe('ended')
  })

  it('begins by itself', async () => {
    const ctx = await insertAccount()
    const { id } = await override(ctx, { key: 'documents', value: 9, startsAt: inAnHour() })
    expect((await entitlementsOf(ctx)).limits.documents).toBe(5)
    await ownerQuery(
      `UPDATE entitlement_override SET starts_at = now() - interval '1 second' WHERE id = $1`,
      [id],
    )
    await ownerQuery(
      `UPDATE entitlement_snapshot SET valid_until = now() - interval '1 second' WHERE workspace_id = $1`,
      [ctx.workspaceId],
    )
    expect((await entitlementsOf(ctx)).limits.documents).toBe(9)
  })

  it('raises the credits of this month, too', async () => {
    const ctx = await insertAccount()
    await override(ctx, { key: 'credits', op: 'add', value: 25.5 })
    expect((await entitlementsOf(ctx)).usage.credits.granted).toBe(75.5)
    await assertLedgerHolds(ctx.workspaceId)
  })

  it.each([
    ['/key', { key: 'colour' }],
    ['/value', { key: 'pages', value: 1.5 }],
    ['/value', { key: 'pages', value: -1 }],
    ['/value', { key: 'pages', value: true }],
    ['/value', { key: 'pages', op: 'add', value: 0 }],
    ['/value', { key: 'credits', value: 0.0001 }],
    ['/value', { key: 'credits', value: null }],
    ['/value', { key: 'ocr', value: 3 }],
    ['/value', { key: 'ocr', op: 'add', value: 1 }],
    ['/reason', { key: 'pages', value: 1, reason: ' ' }],
    ['/expiresAt', { key: 'pages', value: 1, expiresAt: new Date(0) }],
  ])('refuses at %s: %j', async (pointer, input) => {
    const ctx = await insertAccount()
    await expect(override(ctx, input)).rejects.toMatchObject({
      code: 'invalid',
      extensions: { errors: [{ pointer }] },
    })
  })
})

describe('revokeOverride', () => {
  it('ends it now, once', async () => {
    const ctx = await insertAccount()
    const { id } = await override(ctx, { key: 'pages', value: null })
    const revoke = () => change((tx) => revokeOverride(tx, ctx.workspaceId, id))
    const { before, after } = await revoke()
    expect([before.limits.pages, after.limits.pages]).toEqual([null, 150])
    await expect(revoke()).rejects.toMatchObject({ code: 'not_found' })
    const [row] = await withPlatform('staffRead', (tx) => listOverrides(tx, ctx.workspaceId))
    expect(row?.state).toBe('revoked')
  })

  it('finds none of another workspace', async () => {
    const [one, other] = [await insertAccount(), await insertAccount()]
    const { id } = await override(one, { key: 'pages', value: 9 })
    await expect(change((tx) => revokeOverride(tx, other.workspaceId, id))).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await entitlementsOf(one)).limits.pages).toBe(9)
  })
})

describe('what is sent twice', () => {
  it('gives credits once, and refuses the same key for others', async () => {
    const ctx = await insertAccount()
    const input = { workspaceId: ctx.workspaceId, credits: 5, reason: 'one click', expiresAt: null }
    const give = (more: object) =>
      change((tx) => grantCredits(tx, { ...input, idempotencyKey: 'k1', ...more }))
    const [first, second] = [await give({}), await give({})]
    expect(second.grantId).toBe(first.grantId)
    expect(second.after.available).toBe(first.after.available)
    await expect(give({ credits: 6 })).rejects.toMatchObject({ code: 'idempotency_key_reused' })
    expect((await give({ idempotencyKey: 'k2' })).grantId).not.toBe(first.grantId)
    await assertLedgerHolds(ctx.workspaceId)
  })

  it('lays an override once, in each workspace for itself', async () => {
    const [ctx, other] = [await insertAccount(), await insertAccount()]
    const lay = (at: WorkspaceContext, more: object = {}) =>
      override(at, { key: 'pages', op: 'add', value: 10, idempotencyKey: 'k1', ...more })
    const { before, after, id } = await lay(ctx)
    expect(after.limits.pages).toBe((before.limits.pages ?? 0) + 10)
    expect(await lay(ctx)).toMatchObject({ id, before: after, after })
    await expect(lay(ctx, { value: 11 })).rejects.toMatchObject({ code: 'idempotency_key_reused' })
    expect((await lay(other)).id).not.toBe(id)
  })
})

describe('credits of a plan that was given by mistake', () => {
  const put = (ctx: WorkspaceContext, planKey: 'free' | 'pro' | 'team', seats?: number) =>
    change((tx) => changePlan(tx, ctx.workspaceId, { planKey, ...(seats ? { seats } : {}) }))
  const creditsOf = async (ctx: WorkspaceContext) => {
    const { granted, used } = (await entitlementsOf(ctx)).usage.credits
    return granted - used
  }

  it('are taken back by a number, and come again only with a larger plan', async () => {
    const ctx = await insertAccount()
    await put(ctx, 'team', 20)
    await put(ctx, 'free')
    expect(await creditsOf(ctx)).toBe(50_000)
    const plan = (await withPlatform('staffRead', (tx) => listGrants(tx, ctx.workspaceId)))[0]
    const revoke = (credits: number) =>
      change((tx) => revokeGrant(tx, ctx.workspaceId, plan?.id ?? '', credits))
    await expect(revoke(0)).rejects.toMatchObject({ code: 'invalid' })
    expect(await revoke(49_960)).toMatchObject({ revokedCredits: 49_960, after: { available: 40 } })
    await override(ctx, { key: 'pages', op: 'add', value: 10 })
    expect(await creditsOf(ctx)).toBe(40)
    await put(ctx, 'pro')
    expect(await creditsOf(ctx)).toBe(toCredits(PLANS.pro.creditsMc ?? 0))
    await put(ctx, 'team', 20)
    expect(await creditsOf(ctx)).toBe(50_000)
    await assertLedgerHolds(ctx.workspaceId)
  })
})

describe('grantCredits (48)', () => {
  const give = (ctx: WorkspaceContext, credits: number, expiresAt: Date | null = null) =>
    change((tx) => grantCredits(tx, { workspaceId: ctx.workspaceId, credits, reason: 'sorry', expiresAt }))

  it('is spent after the month and before what was bought, and gone at its end without touching either', async () => {
    const ctx = await insertAccount({ creditsMc: 1_000 })
    await insertGrant(ctx.workspaceId, { source: 'topup', limitMc: 5_000 })
    const { before, after, grantId } = await give(ctx, 2, inAnHour())
    expect([before.available, after.available]).toEqual([6, 8])
    await holdAndCharge(ctx, 1_500)
    expect(await grantsOf(ctx)).toEqual({ plan: [1, 0], admin: [0.5, 1.5], topup: [0, 5] })
    await ownerQuery(`UPDATE quota_grant SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      grantId,
    ])
    await holdAndCharge(ctx, 1_000)
    expect(await grantsOf(ctx)).toEqual({ plan: [1, 0], admin: [0.5, 0], topup: [1, 4] })
    await assertLedgerHolds(ctx.workspaceId)
  })

  it.each([
    [0, null, '/credits'],
    [-1, null, '/credits'],
    [Number.NaN, null, '/credits'],
    [0.0004, null, '/credits'],
    [1, new Date(0), '/expiresAt'],
  ])('refuses %d until %s', async (credits, until, pointer) => {
    const ctx = await insertAccount()
    await expect(give(ctx, credits, until)).rejects.toMatchObject({
      code: 'invalid',
      extensions: { errors: [{ pointer }] },
    })
  })

  it('takes back what is left, never what was used, and leaves the credits of the plan alone', async () => {
    const ctx = await insertAccount({ creditsMc: 0 })
    const { grantId } = await give(ctx, 10)
    await holdAndCharge(ctx, 3_000)
    const revoke = (id: string) => change((tx) => revokeGrant(tx, ctx.workspaceId, id))
    expect(await revoke(grantId)).toEqual({
      revokedCredits: 7,
      before: { available: 7 },
      after: { available: 0 },
    })
    expect(await revoke(grantId)).toMatchObject({ revokedCredits: 0 })
    await expect(reserve(ctx, meterSpec())).rejects.toMatchObject({ code: 'quota_exceeded' })
    const plan = (await withPlatform('staffRead', (tx) => listGrants(tx, ctx.workspaceId))).find(
      ({ source }) => source === 'plan',
    )
    await expect(revoke(plan?.id ?? '')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('say how many'),
    })
    await expect(revoke(createId())).rejects.toMatchObject({ code: 'not_found' })
    await assertLedgerHolds(ctx.workspaceId)
  })

  /** By source: used and available credits. */
  async function grantsOf(ctx: WorkspaceContext) {
    const grants = await withPlatform('staffRead', (tx) => listGrants(tx, ctx.workspaceId))
    return Object.fromEntries(grants.map(({ source, used, available }) => [source, [used, available]]))
  }
})
