import { beforeEach, describe, expect, it } from 'vitest'
import type { UserContext, WorkspaceContext } from '#lib/auth/context.ts'
import { getEntitlements, requestPlan } from '#lib/billing/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { createWorkspace } from '#lib/testing/factories.ts'
import { createStaff } from '#lib/testing/staff.ts'
import {
  getWorkspace,
  listAudit,
  listPlanRequests,
  listWorkspaces,
  staffAddOverride,
  staffChangePlan,
  staffDecidePlanRequest,
  staffGrantCredits,
  staffRevokeGrant,
  staffRevokeOverride,
  staffSetHold,
} from './index.ts'

let staff: UserContext
let ctx: WorkspaceContext & { user: { email: string }; slug: string }
let id: string

beforeEach(async () => {
  staff = await createStaff()
  ctx = await createWorkspace({ name: `Heron ${createId()}` })
  id = ctx.workspaceId
})

const entitlements = () => withTenant(ctx, (tx) => getEntitlements(tx, id))
const lastEntry = async () => (await listAudit(staff, { workspaceId: id })).items[0]
const countEntries = async () => (await listAudit(staff, { workspaceId: id })).items.length

describe('what staff change', () => {
  it('is another plan: at once, with who and why, before and after', async () => {
    await staffChangePlan(staff, id, { planKey: 'pro', reason: 'paid by invoice' })
    expect((await entitlements()).plan.key).toBe('pro')
    expect(await lastEntry()).toMatchObject({
      action: 'staff.plan_changed',
      actorEmail: staff.email,
      reason: 'paid by invoice',
      before: { planKey: 'free' },
      after: { planKey: 'pro' },
    })
  })

  it('is given once however often it is sent, and taken back in part', async () => {
    const [key, input] = [createId(), { credits: 2, reason: 'one click', expiresAt: null }]
    const grantId = await staffGrantCredits(staff, id, input, key)
    expect(await staffGrantCredits(staff, id, input, key)).toBe(grantId)
    await staffRevokeGrant(staff, { workspaceId: id, grantId }, { reason: 'half of it', credits: 1 })
    const { grants } = await getWorkspace(staff, id)
    expect(grants.find((grant) => grant.id === grantId)).toMatchObject({ available: 1, revoked: 1 })
    await staffRevokeGrant(staff, { workspaceId: id, grantId }, { reason: 'all of it' })
  })

  it('is credits for once, which can be taken back', async () => {
    const before = (await getWorkspace(staff, id)).grants.length
    const grantId = await staffGrantCredits(staff, id, {
      credits: 12.5,
      reason: 'for the outage',
      expiresAt: null,
    })
    const { grants } = await getWorkspace(staff, id)
    expect(grants.length).toBe(before + 1)
    expect(grants.find((grant) => grant.id === grantId)).toMatchObject({
      source: 'admin',
      credits: 12.5,
      available: 12.5,
    })
    expect(await lastEntry()).toMatchObject({
      subject: grantId,
      before: { available: 50 },
      after: { available: 62.5, credits: 12.5 },
    })
    await staffRevokeGrant(staff, { workspaceId: id, grantId }, { reason: 'a mistake' })
    expect((await getWorkspace(staff, id)).grants.find((grant) => grant.id === grantId)).toMatchObject({
      available: 0,
      revoked: 12.5,
    })
    expect(await lastEntry()).toMatchObject({
      action: 'staff.credits_revoked',
      after: { revokedCredits: 12.5 },
    })
  })

  it('is an override, which holds until it is ended', async () => {
    const input = { key: 'documents', op: 'set', value: 9, reason: 'a pilot', expiresAt: null } as const
    const overrideId = await staffAddOverride(staff, id, input)
    expect((await entitlements()).limits.documents).toBe(9)
    const { overrides, limits } = await getWorkspace(staff, id)
    expect(overrides).toEqual([
      expect.objectContaining({ id: overrideId, value: 9, grantedBy: staff.email, state: 'active' }),
    ])
    expect(limits.documents).toBe(9)
    await staffRevokeOverride(staff, { workspaceId: id, overrideId }, 'the pilot is over')
    expect((await entitlements()).limits.documents).toBe(5)
    expect(await lastEntry()).toMatchObject({
      action: 'staff.override_revoked',
      before: { limits: { documents: 9 } },
      after: { limits: { documents: 5 } },
    })
  })

  it('is a hold, and its end', async () => {
    await staffSetHold(staff, id, { hold: true, reason: 'a dispute' })
    expect((await entitlements()).plan.access).toBe('hold')
    expect((await getWorkspace(staff, id)).holdReason).toBe('a dispute')
    await staffSetHold(staff, id, { hold: false, reason: 'settled' })
    expect((await entitlements()).plan.access).toBe('full')
    expect(await lastEntry()).toMatchObject({ action: 'staff.hold_lifted', reason: 'settled' })
  })

  it('is the answer to a wish for another plan, once', async () => {
    const { id: requestId } = await requestPlan(ctx, { planKey: 'team', seats: 4 })
    const open = (await listPlanRequests(staff, { status: 'open' })).items
    expect(open.find((request) => request.id === requestId)).toMatchObject({
      planKey: 'team',
      currentPlan: 'free',
      seats: 4,
      requestedBy: ctx.user.email,
    })
    const granted = { decision: 'granted', reply: 'Welcome.' } as const
    const results = await Promise.allSettled(
      Array.from({ length: 4 }, () => staffDecidePlanRequest(staff, requestId, granted)),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await entitlements()).plan.key).toBe('team')
    expect(await countEntries()).toBe(1)
    expect(await lastEntry()).toMatchObject({
      before: { status: 'open' },
      after: { status: 'granted', seats: 4 },
    })
    const decided = (await listPlanRequests(staff, { status: 'decided' })).items
    expect(decided.find((request) => request.id === requestId)).toMatchObject({
      decidedBy: staff.email,
      reply: 'Welcome.',
    })
  })

  it('leaves nothing where it is refused: no change, no entry', async () => {
    const wrong = { credits: 0.0001, reason: 'too fine', expiresAt: null }
    await expect(staffGrantCredits(staff, id, wrong)).rejects.toMatchObject({ code: 'invalid' })
    await expect(
      staffChangePlan(staff, createId(), { planKey: 'pro', reason: 'nobody' }),
    ).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(
      staffRevokeOverride(staff, { workspaceId: id, overrideId: createId() }, 'nothing there'),
    ).rejects.toMatchObject({ code: 'not_found' })
    expect(await countEntries()).toBe(0)
  })

  it('is refused to anybody else, whatever they say of themselves', async () => {
    const owner = { ...staff, userId: ctx.userId ?? '', isStaff: false }
    const calls: (() => Promise<unknown>)[] = [
      () => staffChangePlan(owner, id, { planKey: 'pro', reason: 'mine' }),
      () => staffGrantCredits(owner, id, { credits: 1, reason: 'mine', expiresAt: null }),
      () => staffSetHold(owner, id, { hold: true, reason: 'mine' }),
      () => staffDecidePlanRequest(owner, createId(), { decision: 'granted', reply: '' }),
      () => staffRevokeGrant(owner, { workspaceId: id, grantId: createId() }, { reason: 'mine' }),
      () => getWorkspace(owner, id),
      () => listAudit(owner, {}),
    ]
    for (const call of calls) {
      const outcome = await Promise.resolve()
        .then(call)
        .catch((error: unknown) => error)
      expect(outcome).toMatchObject({ code: 'forbidden' })
    }
    expect((await entitlements()).plan.key).toBe('free')
  })

  it('cannot be taken out of the log by the role that writes it', async () => {
    await staffSetHold(staff, id, { hold: true, reason: 'a dispute' })
    const verbs = await ownerQuery<{ verb: string }>(
      `SELECT DISTINCT privilege_type AS verb FROM information_schema.role_table_grants
       WHERE table_name = 'audit_entry' AND grantee = 'app_platform' ORDER BY 1`,
    )
    expect(verbs).toEqual([{ verb: 'INSERT' }, { verb: 'SELECT' }])
  })
})

describe('the search', () => {
  it('finds a workspace by name, address, owner, id and plan', async () => {
    const name = (await getWorkspace(staff, id)).name
    for (const q of [name, name.slice(0, 20).toUpperCase(), ctx.slug, ctx.user.email, id]) {
      const { items } = await listWorkspaces(staff, { q })
      expect([q, items.map((item) => item.id).includes(id)]).toEqual([q, true])
    }
    expect((await listWorkspaces(staff, { q: ctx.user.email, plan: 'pro' })).items).toEqual([])
    expect((await listWorkspaces(staff, { q: '100%_\\' })).items).toEqual([])
  })

  it('gives every workspace once, page by page', async () => {
    await Promise.all(Array.from({ length: 55 }, () => createWorkspace()))
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listWorkspaces(staff, { cursor })
      seen.push(...page.items.map((item) => item.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    const [row] = await ownerQuery<{ count: string }>('SELECT count(*) AS count FROM workspace')
    expect([seen.length, new Set(seen).size]).toEqual([Number(row?.count), Number(row?.count)])
    await expect(listWorkspaces(staff, { cursor: 'x' })).rejects.toMatchObject({ code: 'bad_request' })
  })
})
