import { describe, expect, it } from 'vitest'
import { withPlatform } from '#lib/platform/db/index.ts'
import { createWorkspace } from '#lib/testing/factories.ts'
import { baseUrl, request, signInOverHttp } from '#lib/testing/http.ts'

async function createOwner() {
  // Before the first row: it completes the settings of this process.
  baseUrl()
  const workspace = await createWorkspace()
  return { ...workspace, cookie: await signInOverHttp(workspace.user) }
}

describe('/api/plan-requests', () => {
  it('files, shows and takes back a request', async () => {
    const { cookie, workspaceId } = await createOwner()
    const call = { cookie, workspaceId }
    const made = await request('/api/plan-requests', {
      ...call,
      method: 'POST',
      body: { planKey: 'team', seats: 4 },
    })
    expect([made.status, made.json]).toMatchObject([201, { planKey: 'team', seats: 4, status: 'open' }])
    expect(made.headers.get('location')).toBe(`/api/plan-requests/${made.json.id}`)
    expect(made.json).not.toHaveProperty('requestedBy')

    expect((await request('/api/plan-requests', call)).json.planRequest.id).toBe(made.json.id)
    expect((await request('/api/user/me', call)).json.active.planRequest.id).toBe(made.json.id)

    const gone = await request(`/api/plan-requests/${made.json.id}`, { ...call, method: 'DELETE' })
    expect(gone.status).toBe(204)
    expect((await request('/api/user/me', call)).json.active.planRequest).toBeNull()
  })

  it('tells a member to ask the owner', async () => {
    const { workspaceId } = await createOwner()
    const member = await createOwner()
    const membership = { workspaceId, userId: member.userId, role: 'admin' }
    await withPlatform('seed', (tx) => tx.membership.createMany({ data: membership }))
    const call = { cookie: member.cookie, workspaceId, method: 'POST', body: { planKey: 'pro' } }
    const refused = await request('/api/plan-requests', call)
    expect([refused.status, refused.json]).toMatchObject([
      403,
      { code: 'not_billing_admin', contactOwner: true },
    ])
  })

  it('takes no plan that nobody has to ask for, and no figures of the caller', async () => {
    const { cookie, workspaceId } = await createOwner()
    for (const body of [
      { planKey: 'free' },
      { planKey: 'pro', priceCents: 1 },
      { planKey: 'pro', seats: 0 },
    ]) {
      const answer = await request('/api/plan-requests', { cookie, workspaceId, method: 'POST', body })
      expect(answer.status).toBe(422)
    }
  })
})
