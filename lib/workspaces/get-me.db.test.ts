import { describe, expect, it } from 'vitest'
import type { Role } from '#lib/auth/context.ts'
import { dismissNotice, startGrace } from '#lib/billing/index.ts'
import { withPlatform, withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { insertGrant, setStock } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { insertMembership } from '#lib/testing/factories/rows.ts'
import { createWorkspace } from '#lib/testing/factories.ts'
import { getMe } from './index.ts'
import { meSchema } from './schema.ts'

const readMe = async (userId: string, workspaceId: string) => meSchema.parse(await getMe(userId, workspaceId))
const fill = (ctx: { workspaceId: string; userId: string }, documents: number) =>
  withTenant(ctx, (tx) => setStock(tx, ctx.workspaceId, 'documents', documents))

async function addMember(workspaceId: string, role: Role) {
  const member = await createWorkspace({ name: 'Member Example' })
  await insertMembership({ workspaceId, userId: member.userId, role })
  return { ...member, workspaceId, role }
}

describe('getMe', () => {
  it('shows plan, limits, usage, features and when the next credits come', async () => {
    const { userId, workspaceId } = await createWorkspace({ plan: 'pro', name: 'Ada Lovelace' })
    const { active } = await readMe(userId, workspaceId)
    expect(active).toMatchObject({
      role: 'owner',
      owner: { name: 'Ada Lovelace' },
      plan: { key: 'pro', status: 'active', access: 'full', trialEndsAt: null, cancelAt: null },
      limits: { pages: 5_000, apiKeys: 2 },
      features: { ocr: { allowed: true }, members: { allowed: false, requiredPlan: 'team' } },
      notices: [],
      planRequest: null,
    })
    expect(active.plan.renewsAt).toBe(active.usage.credits.resetsAt)
  })

  it('shows a trial and a grace', async () => {
    const { userId, workspaceId } = await createWorkspace()
    const expiresAt = new Date(Date.now() + 86_400_000)
    await insertGrant(workspaceId, { source: 'trial', limitMc: 200_000, expiresAt })
    const trial = await readMe(userId, workspaceId)
    expect(trial.active.plan).toMatchObject({ status: 'trialing', trialEndsAt: expiresAt.toISOString() })
    await withPlatform('staffChange', (tx) => startGrace(tx, workspaceId))
    const grace = await readMe(userId, workspaceId)
    expect(grace.active.plan).toMatchObject({ status: 'past_due', access: 'grace' })
    expect(grace.active.notices).toMatchObject([{ key: 'access.grace', dismissible: false }])
  })

  it.each(['viewer', 'member', 'admin'] as const)(
    'tells a %s whom to ask, and offers no upgrade',
    async (role) => {
      const owner = await createWorkspace({ name: 'Grace Hopper' })
      const member = await addMember(owner.workspaceId, role)
      await fill(owner, 5)
      const { active } = await readMe(member.userId, owner.workspaceId)
      expect(active).toMatchObject({ role, owner: { name: 'Grace Hopper' } })
      expect(active.notices[0]?.text).toContain('Ask Grace Hopper')
      expect(active.notices[0]).not.toHaveProperty('action')
      const mine = await readMe(owner.userId, owner.workspaceId)
      expect(mine.active.notices[0]?.action).toEqual({ label: 'See Pro', href: '/pricing?plan=pro' })
    },
  )
})

describe('dismissNotice', () => {
  it('puts a notice away for one person and one period', async () => {
    const owner = await createWorkspace()
    const member = await addMember(owner.workspaceId, 'member')
    await fill(owner, 4)
    const [notice] = (await readMe(owner.userId, owner.workspaceId)).active.notices
    expect(notice).toMatchObject({ level: 'info', dismissible: true })
    await dismissNotice(owner, notice?.key ?? '')
    await dismissNotice(owner, notice?.key ?? '')
    expect((await readMe(owner.userId, owner.workspaceId)).active.notices).toEqual([])
    expect((await readMe(member.userId, owner.workspaceId)).active.notices).toHaveLength(1)

    await ownerQuery(
      `UPDATE billing_account SET anchor_at = anchor_at - interval '15 days' WHERE workspace_id = $1`,
      [owner.workspaceId],
    )
    expect((await readMe(owner.userId, owner.workspaceId)).active.notices).toHaveLength(1)
  })

  it('does not put away what is urgent, or not there', async () => {
    const owner = await createWorkspace()
    await fill(owner, 5)
    const [notice] = (await readMe(owner.userId, owner.workspaceId)).active.notices
    for (const key of [notice?.key ?? '', 'credits.80:2026-11-24', createId()]) {
      await expect(dismissNotice(owner, key)).rejects.toMatchObject({ code: 'invalid' })
    }
    expect((await readMe(owner.userId, owner.workspaceId)).active.notices).toHaveLength(1)
  })
})
