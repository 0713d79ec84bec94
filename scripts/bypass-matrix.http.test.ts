import { beforeAll, describe, expect, it } from 'vitest'
import { takeStock } from '#lib/billing/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { createTenant, type HttpAnswer, request } from '#lib/testing/http.ts'
import {
  addDocumentOverHttp,
  documentWhen,
  isSettled,
  tus,
  tusHeaders,
  uploadOverHttp,
} from '#lib/testing/http-documents.ts'
import { putAtWall, WALLS, type Wall } from '#lib/testing/paywall.ts'
import { readWorkspaceState } from '#lib/testing/workspace-state.ts'
import { type BuiltRoute, loadBuiltRoutes } from './built-routes.ts'
import { callOf, keyOf, pathOf } from './route-calls.ts'

const NAMES = Object.keys(WALLS).filter((name): name is Wall => name in WALLS)
/** A free call is not refused for money or by role, and does not miss what it asks for. */
const REFUSALS = [401, 402, 403, 404, 429]

let routes: BuiltRoute[]

beforeAll(async () => {
  routes = (await loadBuiltRoutes()).filter(({ path }) => path !== '/api/[...unknown]')
})

const changing = () => routes.filter(({ method, spec }) => method !== 'GET' && spec)
const inWorkspace = () =>
  changing().filter(({ spec }) => spec && /^session/.test(spec.access) && spec.workspace !== false)
/** Doors whose price is above 0, or which only add where the access state lets them. */
const asks = ({ spec }: BuiltRoute, wall: Wall) =>
  wall === 'zeroCredits' ? spec?.meter === 'credits' : Boolean(spec?.meter || spec?.feature)

/** A tenant with whatever the doors lead to: documents that are ready, failed and in the trash, and a finished upload. */
async function createFurnishedTenant() {
  const tenant = await createTenant({ plan: 'pro' })
  const add = async (name: string) => {
    const { id } = await addDocumentOverHttp(tenant, { name, bytes: `${name} says abc.`, type: 'text/plain' })
    return documentWhen(tenant, id, isSettled)
  }
  const [ready, failed, trashed] = [await add('ready.txt'), await add('failed.txt'), await add('trashed.txt')]
  const ctx = { ...tenant, workspaceId: tenant.workspaceId }
  await withTenant(ctx, async (tx) => {
    const where = { workspaceId: ctx.workspaceId, id: failed.versionId }
    await tx.documentVersion.updateMany({
      where,
      data: { status: 'failed', failureCode: 'internal', stockPages: 0 },
    })
    await takeStock(tx, ctx, 'documents', -1)
    await takeStock(tx, ctx, 'pages', -(failed.pageCount ?? 0))
  })
  await request(`/api/documents/${trashed.id}`, { method: 'DELETE', ...tenant })
  const uploadId = await uploadOverHttp(tenant, {
    name: 'more.txt',
    bytes: 'More of abc.',
    type: 'text/plain',
  })
  return { ...tenant, uploadId, ready: ready.id, failed: failed.id, trashed: trashed.id }
}
type Furnished = Awaited<ReturnType<typeof createFurnishedTenant>>

/** The id that a door is knocked at with, where it is not that of the tenant's one of each. */
const TARGETS: Record<string, (tenant: Furnished) => string> = {
  '/api/documents/[id]/reindex': ({ ready }) => ready,
  '/api/documents/[id]/restore': ({ trashed }) => trashed,
  '/api/documents/[id]/retry': ({ failed }) => failed,
}

const BODIES: Record<string, (tenant: Furnished) => unknown> = {
  'POST /api/documents': ({ uploadId }) => ({ uploadId }),
  'POST /api/quotes': ({ ready }) => ({ action: 'reindex', documentId: ready, chunkSize: 'small' }),
}

function knock(route: BuiltRoute, tenant: Furnished): Promise<HttpAnswer> {
  const { cookie, workspaceId, ids } = tenant
  const body = BODIES[keyOf(route)]?.(tenant)
  const call = { ...callOf(route, { cookie, workspaceId }), ...(body === undefined ? {} : { body }) }
  return request(pathOf(route, ids, TARGETS[route.path]?.(tenant)), call)
}

describe('every changing route', () => {
  it('declares exactly one of meter, feature and free', () => {
    const count = ({ spec }: BuiltRoute) => [spec?.meter, spec?.feature, spec?.free].filter(Boolean).length
    expect(
      changing()
        .filter((route) => count(route) !== 1)
        .map(keyOf),
    ).toEqual([])
  })

  it('is knocked at below: the doors that cost credits are known', () => {
    expect(
      inWorkspace()
        .filter((route) => asks(route, 'zeroCredits'))
        .map(keyOf),
    ).toEqual(['POST /api/chat/conversations/[id]/runs', 'POST /api/documents/[id]/reindex'])
  })
})

describe.each(NAMES)('at the wall of %s', (wall) => {
  let tenant: Furnished

  beforeAll(async () => {
    tenant = await createFurnishedTenant()
    await putAtWall(tenant, wall)
  })

  it('every door that costs something answers 402 before any side effect', async () => {
    const doors = inWorkspace().filter((route) => asks(route, wall))
    expect(doors.length).toBeGreaterThan(1)
    const before = await readWorkspaceState(tenant.workspaceId)
    for (const route of doors) {
      const { status, json, headers } = await knock(route, tenant)
      expect([keyOf(route), status, json?.code]).toEqual([keyOf(route), 402, WALLS[wall]])
      expect(headers.get('content-type')).toBe('application/problem+json')
      expect([keyOf(route), await readWorkspaceState(tenant.workspaceId)]).toEqual([keyOf(route), before])
    }
  })

  it('what is free goes on', async () => {
    const free = inWorkspace().filter((route) => !asks(route, wall) && keyOf(route) !== 'POST /api/quotes')
    // Deleting comes last: the others need what it takes away.
    const ordered = [
      ...free.filter(({ method }) => method !== 'DELETE'),
      ...free.filter(({ method }) => method === 'DELETE'),
    ]
    for (const route of ordered) {
      const { status } = await knock(route, tenant)
      expect([keyOf(route), status < 500 && !REFUSALS.includes(status) ? 'goes on' : status]).toEqual([
        keyOf(route),
        'goes on',
      ])
    }
  })

  it('reading and exporting go on', async () => {
    for (const path of [
      '/api/user/me',
      '/api/documents',
      `/api/documents/${tenant.ready}`,
      `/api/documents/${tenant.ready}/file`,
      '/api/chat/conversations',
    ]) {
      expect([path, (await request(path, tenant)).status]).toEqual([path, 200])
    }
  })
})

describe('uploads, which speak their own protocol', () => {
  it.each(NAMES.filter((wall) => wall !== 'zeroCredits'))('begin none at the wall of %s', async (wall) => {
    const tenant = await createTenant({ plan: 'pro' })
    await putAtWall(tenant, wall)
    const before = await readWorkspaceState(tenant.workspaceId)
    const file = { name: 'new.txt', bytes: 'abc', type: 'text/plain' }
    const response = await tus(tenant, '/api/uploads', { method: 'POST', headers: tusHeaders(file) })
    expect([response.status, (await response.json()).code]).toEqual([402, WALLS[wall]])
    expect(await readWorkspaceState(tenant.workspaceId)).toEqual(before)
  })
})
