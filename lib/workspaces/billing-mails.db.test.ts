import { afterEach, describe, expect, it } from 'vitest'
import {
  changePlan,
  decidePlanRequest,
  getEntitlements,
  insertGrant,
  readCreditsLevel,
  requestPlan,
  withdrawPlanRequest,
} from '#lib/billing/index.ts'
import { withPlatform, withTenant } from '#lib/platform/db/index.ts'
import { env } from '#lib/platform/env.ts'
import { createId } from '#lib/platform/id.ts'
import { hold, setGrantLimit, setStock, settleNow } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { createWorkspace } from '#lib/testing/factories.ts'
import { createStaff } from '#lib/testing/staff.ts'
import { sendPlanRequestMail, sendUsageNotice } from './index.ts'

const mailsTo = (email: string) =>
  ownerQuery<{ subject: string; text: string }>(
    `SELECT payload->>'subject' AS subject, payload->>'text' AS text FROM outbox WHERE payload->>'to' = $1 ORDER BY id`,
    [email],
  )

describe('sendUsageNotice', () => {
  const fill = (workspaceId: string, documents: number) =>
    withTenant({ workspaceId, userId: null }, (tx) => setStock(tx, workspaceId, 'documents', documents))

  it('mails the owner once a month for each limit, however often it runs and however many at once', async () => {
    const { workspaceId, user } = await createWorkspace()
    await fill(workspaceId, 4)
    await Promise.all(Array.from({ length: 5 }, () => sendUsageNotice(workspaceId, 'documents')))
    const [mail, ...more] = await mailsTo(user.email)
    expect(more).toEqual([])
    expect(mail?.subject).toBe('80 % of your documents are used')
    expect(mail?.text).toContain('has used 4 of 5 documents. When all are there, no new ones are taken')
    expect(mail?.text).toContain('Pro holds more: $15 a month.')
    await fill(workspaceId, 5)
    await sendUsageNotice(workspaceId, 'documents')
    expect(await mailsTo(user.email)).toHaveLength(1)
  })

  it('mails again in the next month', async () => {
    const { workspaceId, user } = await createWorkspace()
    await fill(workspaceId, 5)
    await sendUsageNotice(workspaceId, 'documents')
    await ownerQuery(
      `UPDATE billing_account SET anchor_at = anchor_at - interval '15 days' WHERE workspace_id = $1`,
      [workspaceId],
    )
    await sendUsageNotice(workspaceId, 'documents')
    expect(await mailsTo(user.email)).toHaveLength(2)
  })

  it('says nothing where there is room again by the time it runs', async () => {
    const { workspaceId, user } = await createWorkspace()
    await fill(workspaceId, 3)
    await sendUsageNotice(workspaceId, 'documents')
    await sendUsageNotice(workspaceId, 'credits')
    expect(await mailsTo(user.email)).toEqual([])
  })

  it('counts bought credits and what is held with the rest, and forgets those that are spent to their end', async () => {
    const ws = await createWorkspace()
    const { workspaceId, user } = ws
    const old = { workspaceId, source: 'topup' as const, expiresAt: null }
    await withPlatform('seed', async (tx) => {
      await insertGrant(tx, { ...old, sourceRef: 'spent', limitMc: 500_000 })
      await insertGrant(tx, { ...old, sourceRef: 'new', limitMc: 1_000_000 })
    })
    await ownerQuery(
      `UPDATE quota_grant SET used_mc = limit_mc WHERE workspace_id = $1 AND source_ref = 'spent'`,
      [workspaceId],
    )
    const levels = async () => [
      await withTenant(ws, (tx) => readCreditsLevel(tx, workspaceId)),
      (await withTenant(ws, (tx) => getEntitlements(tx, workspaceId))).notices.length,
    ]
    expect(await levels()).toEqual([{ used: 0, limit: 1_050 }, 0])
    const key = await hold(ws, { amountMc: 1_000_000 })
    await settleNow(key, 1_000_000)
    expect(await levels()).toEqual([{ used: 1_000, limit: 1_050 }, 1])
    expect(
      await ownerQuery(`SELECT 1 FROM pgboss.job WHERE name = 'usage-notice' AND data->>'workspaceId' = $1`, [
        workspaceId,
      ]),
    ).toHaveLength(1)
    await sendUsageNotice(workspaceId, 'credits')
    const [mail] = await mailsTo(user.email)
    expect(mail?.text).toContain('has used 1,000 of 1,050 credits')
  })

  it('tells of credits when there are new ones, and of no plan above the last', async () => {
    const { workspaceId, user } = await createWorkspace({ plan: 'enterprise' })
    await setGrantLimit(workspaceId, 10_000)
    await ownerQuery(`UPDATE quota_grant SET used_mc = 8500 WHERE workspace_id = $1`, [workspaceId])
    await sendUsageNotice(workspaceId, 'credits')
    const [mail] = await mailsTo(user.email)
    expect(mail?.text).toMatch(/has used 8\.5 of 10 credits\..+New credits come on \d+ \w+ \d{4}\./s)
    expect(mail?.text).not.toContain('holds more')
  })
})

describe('sendPlanRequestMail', () => {
  const settings: { adminEmail: string | null } = env()
  afterEach(() => {
    settings.adminEmail = null
  })

  it('tells those who operate the platform of a request, once', async () => {
    settings.adminEmail = `ops-${createId()}@example.com`
    const ctx = await createWorkspace()
    const { id } = await requestPlan(ctx, { planKey: 'team', note: 'We are <three>.' })
    await sendPlanRequestMail(ctx.workspaceId, id)
    await sendPlanRequestMail(ctx.workspaceId, id)
    const [mail, ...more] = await mailsTo(settings.adminEmail)
    expect(more).toEqual([])
    expect(mail?.text).toContain(`${ctx.user.email} asks for Team with 3 seats, by the month.`)
    expect(mail?.text).toContain('We are <three>.')
  })

  it('tells everybody who is staff where no address is set, once an hour for a workspace', async () => {
    const [ctx, staff, other] = [await createWorkspace(), await createStaff(), await createStaff()]
    for (const planKey of ['pro', 'team'] as const) {
      const { id } = await requestPlan(ctx, { planKey })
      await sendPlanRequestMail(ctx.workspaceId, id)
      await withdrawPlanRequest(ctx, id)
    }
    expect(await mailsTo(staff.email)).toHaveLength(1)
    expect(await mailsTo(other.email)).toHaveLength(1)
    expect(await mailsTo(ctx.user.email)).toEqual([])
  })

  it.each([
    [true, 'You are on Pro now'],
    [false, 'About your request for Pro'],
  ])('tells the person who asked (granted: %s)', async (grant, subject) => {
    const ctx = await createWorkspace()
    const { id: requestId } = await requestPlan(ctx, { planKey: 'pro' })
    const { workspaceId } = ctx
    await withPlatform('staffChange', (tx) =>
      decidePlanRequest(tx, { workspaceId, requestId, grant, reply: 'See you.', decidedBy: createId() }),
    )
    await sendPlanRequestMail(workspaceId, requestId)
    await sendPlanRequestMail(workspaceId, requestId)
    const [mail, ...more] = await mailsTo(ctx.user.email)
    expect([mail?.subject, more]).toEqual([subject, []])
    expect(mail?.text).toContain('We wrote: “See you.”')
  })

  it('says nothing of a request that was taken back, or that there is not', async () => {
    const ctx = await createWorkspace()
    await withPlatform('staffChange', (tx) => changePlan(tx, ctx.workspaceId, { planKey: 'free' }))
    await sendPlanRequestMail(ctx.workspaceId, createId())
    expect(await mailsTo(ctx.user.email)).toEqual([])
  })
})
