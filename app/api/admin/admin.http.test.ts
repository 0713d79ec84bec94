import { beforeAll, describe, expect, it } from 'vitest'
import { withPlatform, withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { createTenant, request, signInOverHttp } from '#lib/testing/http.ts'
import { createStaff } from '#lib/testing/staff.ts'
import { insertUsageMonth } from '#lib/testing/usage.ts'

type Tenant = Awaited<ReturnType<typeof createTenant>>

const RANGE = 'from=2026-05-01&to=2026-05-31'
/** Stands in every place that holds content, and may be in no answer. */
const CANARY = 'CANARY-quokka-7731'
let tenant: Tenant
let staff: Awaited<ReturnType<typeof createStaff>>
let cookie: string

beforeAll(async () => {
  tenant = await createTenant()
  staff = await createStaff()
  cookie = await signInOverHttp(staff.user)
  const { workspaceId, userId, ids } = tenant
  await insertUsageMonth({
    ...{ workspaceId, userIds: [userId], planKey: 'pro', from: new Date('2026-05-01T00:00:00Z') },
    ...{ days: 31, perDay: 6, seed: 7 },
  })
  await withTenant(tenant, async (tx) => {
    const where = { workspaceId }
    await tx.document.updateMany({ where, data: { name: `${CANARY}.pdf` } })
    await tx.conversation.updateMany({ where, data: { title: CANARY } })
    await tx.message.updateMany({ where, data: { text: CANARY } })
    await tx.citation.updateMany({ where, data: { quote: CANARY } })
    await tx.documentPage.create({
      data: {
        ...{ workspaceId, versionId: ids.version, number: 1, text: CANARY, width: 1, height: 1, rotation: 0 },
        source: 'layer',
      },
    })
  })
})

const get = (path: string) => request(path, { cookie })

describe('the pages for staff', () => {
  const pages = ['', '/workspaces', '/plan-requests', '/jobs', '/denials', '/checks', '/audit']

  it('are there for staff, not for an owner, and ask nobody in particular to sign in', async () => {
    const paths = [...pages.map((page) => `/admin${page}`), `/admin/workspaces/${tenant.workspaceId}`]
    for (const path of paths) {
      const [own, others, nobodys] = [
        await get(path),
        await request(path, { cookie: tenant.cookie }),
        await request(path),
      ]
      expect([path, own.status, others.status]).toEqual([path, 200, 404])
      expect([path, nobodys.status, nobodys.headers.get('location')]).toEqual([
        path,
        307,
        expect.stringMatching(/^\/sign-in\?callbackUrl=%2Fadmin/),
      ])
    }
  })
})

describe('what staff see', () => {
  it('holds no word of a document, a question or an answer', async () => {
    const paths = [
      ...['day', 'workspace', 'user', 'plan', 'action'].map(
        (by) => `/api/admin/usage?${RANGE}&groupBy=${by}`,
      ),
      `/api/admin/usage?${RANGE}&groupBy=workspace&format=csv`,
      `/api/admin/workspaces?q=${encodeURIComponent(tenant.user.email)}`,
      `/api/admin/workspaces/${tenant.workspaceId}`,
      `/api/admin/workspaces/${tenant.workspaceId}/ledger`,
      '/api/admin/plan-requests',
      '/api/admin/plan-requests?status=decided',
      '/api/admin/jobs',
      `/api/admin/denials?${RANGE}`,
      '/api/admin/checks',
      '/api/admin/audit',
      '/admin',
      `/admin/workspaces/${tenant.workspaceId}`,
    ]
    for (const path of paths) {
      const { status, text } = await get(path)
      expect([path, status, text.includes(CANARY)]).toEqual([path, 200, false])
    }
  })

  it('leaves out which document and which conversation an entry was about', async () => {
    const { json } = await get(`/api/admin/workspaces/${tenant.workspaceId}/ledger`)
    expect(json.items.length).toBeGreaterThan(10)
    for (const entry of json.items) {
      expect(Object.keys(entry)).not.toContain('documentId')
      expect(Object.keys(entry)).not.toContain('conversationId')
    }
  })

  it('does not open a door into the workspace', async () => {
    const call = { cookie, workspaceId: tenant.workspaceId }
    for (const path of [
      '/api/documents',
      `/api/documents/${tenant.ids.document}`,
      `/api/chat/conversations/${tenant.ids.conversation}`,
      `/api/chat/citations/${tenant.ids.citation}`,
    ]) {
      expect([path, (await request(path, call)).status]).toEqual([path, 404])
    }
  })

  it('can be saved as a table', async () => {
    const { status, headers, text } = await get(`/api/admin/usage?${RANGE}&format=csv`)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    expect(headers.get('content-disposition')).toContain('usage-by-day-2026-05-01-2026-05-31.csv')
    expect(text.split('\r\n')[1]).toMatch(/^2026-05-01,2026-05-01,\d/)
  })

  it('refuses a range that nobody could mean', async () => {
    for (const query of ['', 'from=2026-05-31&to=2026-05-01', 'from=2020-01-01&to=2026-01-01', 'from=x&to=y'])
      expect([query, (await get(`/api/admin/usage?${query}`)).status]).toEqual([query, 422])
  })
})

describe('being staff', () => {
  it('ends with the next call when the row says so, whatever the session was', async () => {
    const fallen = await createStaff()
    const session = await signInOverHttp(fallen.user)
    expect((await request('/api/admin/checks', { cookie: session })).status).toBe(200)
    await withPlatform('seed', (tx) =>
      tx.user.updateMany({ where: { id: fallen.userId }, data: { isStaff: false } }),
    )
    expect((await request('/api/admin/checks', { cookie: session })).status).toBe(403)
    expect((await request('/admin', { cookie: session })).status).toBe(404)
  })

  it('is not to be had by asking for it', async () => {
    const call = { method: 'PATCH', cookie: tenant.cookie, body: { name: 'Ada', isStaff: true } }
    expect((await request('/api/account', call)).status).toBe(422)
    const claim = { method: 'POST', cookie: tenant.cookie, body: { token: createId() } }
    expect((await request('/api/staff/claim', claim)).json).toMatchObject({ status: 410, code: 'expired' })
    expect((await request('/api/staff/claim', { method: 'POST', body: { token: createId() } })).status).toBe(
      401,
    )
    const { json } = await request('/api/user/me', { cookie: tenant.cookie })
    expect(json.user.isStaff).toBe(false)
  })

  it('writes down who gave what and why, over the API as well', async () => {
    const path = `/api/admin/workspaces/${tenant.workspaceId}/grants`
    const body = { credits: 3, reason: 'for the test', expiresAt: null }
    const { status, json } = await request(path, { method: 'POST', cookie, body })
    expect(status).toBe(201)
    const audit = await get(`/api/admin/audit?workspaceId=${tenant.workspaceId}`)
    expect(audit.json.items[0]).toMatchObject({
      ...{ subject: json.id, action: 'staff.credits_granted', reason: 'for the test' },
      actorEmail: staff.email,
    })
  })
})
