import { describe, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { withPlatform, withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import {
  changePlan,
  decidePlanRequest,
  findPlanRequest,
  findPlanRequestById,
  getEntitlements,
  requestPlan,
  withdrawPlanRequest,
} from './index.ts'

const STAFF = createId()
const entitlementsOf = (ctx: WorkspaceContext) =>
  withTenant(ctx, (tx) => getEntitlements(tx, ctx.workspaceId))

const decide = (ctx: WorkspaceContext, requestId: string, answer: { grant: boolean; reply?: string }) =>
  withPlatform('staffChange', (tx) =>
    decidePlanRequest(tx, {
      workspaceId: ctx.workspaceId,
      requestId,
      decidedBy: STAFF,
      reply: answer.reply ?? null,
      grant: answer.grant,
    }),
  )

const jobsOf = (requestId: string) =>
  ownerQuery(`SELECT id FROM pgboss.job WHERE name = 'plan-request' AND data->>'requestId' = $1`, [requestId])

describe('requestPlan', () => {
  it('files a request that stands in /me and has staff told', async () => {
    const ctx = await insertAccount()
    const request = await requestPlan(ctx, { planKey: 'team', note: 'We are three.' })
    expect(request).toMatchObject({
      planKey: 'team',
      seats: 3,
      interval: 'month',
      status: 'open',
      note: 'We are three.',
    })
    expect((await entitlementsOf(ctx)).planRequest).toMatchObject({ id: request.id, planKey: 'team' })
    expect(await jobsOf(request.id)).toHaveLength(1)
    const seen = await withPlatform('staffRead', (tx) => findPlanRequestById(tx, ctx.workspaceId, request.id))
    expect(seen).toMatchObject({ workspaceId: ctx.workspaceId, requestedBy: ctx.userId })
  })

  it('keeps one request for whoever thinks better of it, and has staff told once an hour', async () => {
    const ctx = await insertAccount()
    const first = await requestPlan(ctx, { planKey: 'pro' })
    for (let i = 0; i < 10; i++) await requestPlan(ctx, { planKey: 'team', seats: 3 + i, note: `n${i}` })
    const last = await requestPlan(ctx, { planKey: 'pro', interval: 'year' })
    expect(last).toMatchObject({ id: first.id, planKey: 'pro', interval: 'year', note: null })
    expect(await jobsOf(first.id)).toHaveLength(1)
    await ownerQuery(
      `UPDATE plan_request SET requested_at = requested_at - interval '61 minutes' WHERE id = $1`,
      [first.id],
    )
    await requestPlan(ctx, { planKey: 'team' })
    await requestPlan(ctx, { planKey: 'pro' })
    expect(await jobsOf(first.id)).toHaveLength(2)
  })

  it('leaves decisions to staff: the role of tenants can neither write one nor take one back', async () => {
    const ctx = await insertAccount()
    const data = { id: createId(), workspaceId: ctx.workspaceId, planKey: 'free' }
    const insert = (more: object) =>
      withTenant(ctx, (tx) => tx.planRequest.createMany({ data: [{ ...data, ...more }] }))
    await expect(insert({ status: 'granted' })).rejects.toThrow()
    await expect(insert({ decidedBy: ctx.userId })).rejects.toThrow()
    await expect(insert({ reply: 'Yes.' })).rejects.toThrow()
    const { id } = await requestPlan(ctx, { planKey: 'pro' })
    const update = (to: object) =>
      withTenant(ctx, (tx) => tx.planRequest.updateMany({ where: { id }, data: to }))
    await expect(update({ status: 'granted' })).rejects.toThrow()
    await expect(update({ reply: 'Yes.' })).rejects.toThrow()
    await decide(ctx, id, { grant: false, reply: 'No.' })
    expect(await update({ status: 'open' })).toEqual({ count: 0 })
    expect(await findPlanRequest(ctx)).toMatchObject({ status: 'declined', reply: 'No.' })
  })

  it('leaves one open of twenty that come at once', async () => {
    const ctx = await insertAccount()
    const wishes = Array.from({ length: 20 }, (_, i) => requestPlan(ctx, { planKey: i % 2 ? 'pro' : 'team' }))
    await Promise.all(wishes)
    const rows = await ownerQuery(`SELECT id FROM plan_request WHERE workspace_id = $1 AND status = 'open'`, [
      ctx.workspaceId,
    ])
    expect(rows).toHaveLength(1)
  })

  it.each(['viewer', 'member', 'admin'] as const)('is not for the %s', async (role) => {
    const ctx = await insertAccount({ role })
    const refusal = { code: 'not_billing_admin', status: 403, extensions: { contactOwner: true } }
    await expect(requestPlan(ctx, { planKey: 'pro' })).rejects.toMatchObject(refusal)
    await expect(findPlanRequest(ctx)).rejects.toMatchObject(refusal)
    await expect(withdrawPlanRequest(ctx, createId())).rejects.toMatchObject(refusal)
  })

  it('refuses what the workspace has already, or more than', async () => {
    const ctx = await insertAccount({ plan: 'team' })
    await expect(requestPlan(ctx, { planKey: 'pro' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(requestPlan(ctx, { planKey: 'team', seats: 3 })).rejects.toMatchObject({ code: 'conflict' })
    await expect(requestPlan(ctx, { planKey: 'team', seats: 2 })).rejects.toMatchObject({ code: 'invalid' })
    await expect(requestPlan(ctx, { planKey: 'team', seats: 5 })).resolves.toMatchObject({ seats: 5 })
    await expect(requestPlan(ctx, { planKey: 'enterprise' })).resolves.toMatchObject({
      planKey: 'enterprise',
    })
  })

  it('can be taken back, and shows nobody another workspace’s', async () => {
    const [ctx, stranger] = [await insertAccount(), await insertAccount()]
    const { id } = await requestPlan(ctx, { planKey: 'pro' })
    await expect(withdrawPlanRequest(stranger, id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await findPlanRequest(stranger)).toBeNull()
    await withdrawPlanRequest(ctx, id)
    await withdrawPlanRequest(ctx, id)
    expect(await findPlanRequest(ctx)).toMatchObject({ id, status: 'withdrawn' })
    expect((await entitlementsOf(ctx)).planRequest).toBeNull()
  })
})

describe('decidePlanRequest', () => {
  it('grants: the plan holds at once, and the change is told for the audit log', async () => {
    const ctx = await insertAccount()
    const { id } = await requestPlan(ctx, { planKey: 'team', seats: 5 })
    const { request, change } = await decide(ctx, id, { grant: true, reply: 'Welcome.' })
    expect(request).toMatchObject({ status: 'granted', decidedBy: STAFF, reply: 'Welcome.' })
    expect(change).toMatchObject({ before: { planKey: 'free' }, after: { planKey: 'team', seats: 5 } })
    const { plan, usage, planRequest } = await entitlementsOf(ctx)
    expect([plan.key, usage.credits.granted, planRequest]).toEqual(['team', 12_500, null])
    expect(await findPlanRequest(ctx)).toMatchObject({ status: 'granted', reply: 'Welcome.' })
    expect(await jobsOf(id)).toHaveLength(2)
  })

  it('declines with a reply only, and changes nothing', async () => {
    const ctx = await insertAccount()
    const { id } = await requestPlan(ctx, { planKey: 'pro' })
    await expect(decide(ctx, id, { grant: false })).rejects.toMatchObject({ code: 'invalid' })
    const { change } = await decide(ctx, id, { grant: false, reply: 'Not yet.' })
    expect(change).toBeNull()
    expect((await entitlementsOf(ctx)).plan.key).toBe('free')
    await expect(withdrawPlanRequest(ctx, id)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('never takes anything away: what the workspace has grown past is not granted', async () => {
    const ctx = await insertAccount()
    const { id } = await requestPlan(ctx, { planKey: 'pro' })
    await ownerQuery(`UPDATE billing_account SET plan_key = 'team', seats = 10 WHERE workspace_id = $1`, [
      ctx.workspaceId,
    ])
    await expect(decide(ctx, id, { grant: true })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('on Team with 10 seats now'),
    })
    await decide(ctx, id, { grant: false, reply: 'You have more.' })
  })

  it('follows from a change of the plan that gives what was asked for, or more', async () => {
    const change = (ctx: WorkspaceContext, seats: number) =>
      withPlatform('staffChange', (tx) => changePlan(tx, ctx.workspaceId, { planKey: 'team', seats }))
    const [ctx, other] = [await insertAccount(), await insertAccount()]
    const { id } = await requestPlan(ctx, { planKey: 'team', seats: 8 })
    await change(ctx, 5)
    expect(await findPlanRequest(ctx)).toMatchObject({ status: 'open' })
    await change(ctx, 8)
    expect(await findPlanRequest(ctx)).toMatchObject({ id, status: 'granted', reply: null })
    expect(await jobsOf(id)).toHaveLength(2)
    await requestPlan(other, { planKey: 'pro' })
    await change(other, 5)
    expect(await findPlanRequest(other)).toMatchObject({
      status: 'granted',
      reply: 'You are on Team with 5 seats, which holds more.',
    })
  })

  it('is done by one of two members of staff', async () => {
    const ctx = await insertAccount()
    const { id } = await requestPlan(ctx, { planKey: 'pro' })
    const ends = await Promise.allSettled([
      decide(ctx, id, { grant: true }),
      decide(ctx, id, { grant: false, reply: 'No.' }),
    ])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const status = (await findPlanRequest(ctx))?.status
    expect((await entitlementsOf(ctx)).plan.key).toBe(status === 'granted' ? 'pro' : 'free')
  })
})
