import { beforeEach, describe, expect, it } from 'vitest'
import type { UserContext } from '#lib/auth/context.ts'
import { requestPlan, withdrawPlanRequest } from '#lib/billing/index.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { startQueue } from '#lib/platform/queue/index.ts'
import { withRequestOrigin } from '#lib/platform/request-origin.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { createWorkspace } from '#lib/testing/factories.ts'
import { createStaff } from '#lib/testing/staff.ts'
import { getUsage, getUsageCsv, getWorkspace, listAudit, listLedger } from './index.ts'

let staff: UserContext
beforeEach(async () => {
  staff = await createStaff()
})

interface Entry {
  action: string
  actor: string | null
  subject: string | null
  address: string | null
  userAgent: string | null
  detail: object
}

const entriesOf = (workspaceId: string) =>
  ownerQuery<Entry>(
    `SELECT action, actor_user_id AS actor, subject, address, user_agent AS "userAgent", detail FROM audit_entry
     WHERE workspace_id = $1 ORDER BY id`,
    [workspaceId],
  )

const usage = { from: '2026-01-01', to: '2026-01-31', groupBy: 'day', format: 'json' } as const

describe('the audit log', () => {
  it('says once an hour that somebody of the staff looks at a workspace', async () => {
    const { workspaceId } = await createWorkspace()
    for (let at = 0; at < 3; at += 1) {
      await getWorkspace(staff, workspaceId)
      await listLedger(staff, workspaceId, {})
      await getUsage(staff, { ...usage, workspaceId })
    }
    await getWorkspace(await createStaff(), workspaceId)
    const viewed = () => listAudit(staff, { workspaceId }).then(({ items }) => items)
    expect((await viewed()).map(({ action }) => action)).toEqual(['staff.viewed', 'staff.viewed'])
    await ownerQuery(`UPDATE audit_entry SET at = at - interval '1 hour' WHERE workspace_id = $1`, [
      workspaceId,
    ])
    await getWorkspace(staff, workspaceId)
    expect(await viewed()).toHaveLength(3)
  })

  it('says who saved figures to a file', async () => {
    const { workspaceId } = await createWorkspace()
    await getUsageCsv(staff, { ...usage, workspaceId })
    await getUsageCsv(staff, usage)
    const { items } = await listAudit(staff, {})
    const own = items.filter(
      ({ action, actorEmail }) => action === 'staff.exported' && actorEmail === staff.email,
    )
    expect(own.map((entry) => [entry.workspaceId === workspaceId, entry.after])).toEqual([
      [false, { what: 'usage', from: '2026-01-01', to: '2026-01-31', groupBy: 'day' }],
      [true, { what: 'usage', from: '2026-01-01', to: '2026-01-31', groupBy: 'day', workspaceId }],
    ])
  })

  it('says who asked for a plan and took it back, and from where', async () => {
    await startQueue('web')
    const ctx = await createWorkspace()
    const origin = { address: '203.0.113.9', userAgent: 'x'.repeat(1_000) }
    await withRequestOrigin(origin, async () => {
      const { id } = await requestPlan(ctx, { planKey: 'pro' })
      await requestPlan(ctx, { planKey: 'pro' })
      await withdrawPlanRequest(ctx, id)
      await withdrawPlanRequest(ctx, id)
    })
    const entries = (await entriesOf(ctx.workspaceId)).filter(({ action }) => action.startsWith('plan.'))
    const from = { actor: ctx.userId, address: '203.0.113.9', userAgent: 'x'.repeat(400) }
    expect(entries).toEqual([
      expect.objectContaining({ ...from, action: 'plan.requested' }),
      expect.objectContaining({ ...from, action: 'plan.withdrawn' }),
    ])
  })

  it('takes inserts only', async () => {
    const { workspaceId } = await createWorkspace()
    await getWorkspace(staff, workspaceId)
    const change = withPlatform('staffChange', (tx) =>
      tx.auditEntry.updateMany({ where: { workspaceId }, data: { userAgent: null } }),
    )
    await expect(change).rejects.toThrow()
  })
})
