import { beforeAll, describe, expect, it } from 'vitest'
import { createId } from '#lib/platform/id.ts'
import { createTenant, type HttpAnswer, request, signInOverHttp } from '#lib/testing/http.ts'
import { createStaff } from '#lib/testing/staff.ts'
import { type BuiltRoute, loadBuiltRoutes } from './built-routes.ts'
import { callOf, keyOf, PATHS, pathOf, type Tenant } from './route-calls.ts'

/** Routes that defineRoute does not make, and why. */
const FOREIGN_PROTOCOLS: Record<string, string> = {
  '/api/auth/[...nextauth]': 'next-auth speaks its own protocol',
  '/api/uploads/[[...id]]': 'tus speaks its own protocol; its tests stand with it',
  '/healthz': 'liveness: asked by machines without a session, and answers without a database',
  '/icon.svg': 'a file that Next serves',
  '/metrics': 'figures for machines, by a token of their own; its tests stand with it',
  '/readyz': 'readiness: asked by machines without a session',
}

let routes: BuiltRoute[]
let owner: Tenant
let stranger: Tenant
let staffCookie: string

beforeAll(async () => {
  routes = (await loadBuiltRoutes()).filter(({ path }) => path !== '/api/[...unknown]')
  owner = await createTenant()
  stranger = await createTenant()
  staffCookie = await signInOverHttp((await createStaff()).user)
})

const guarded = () => routes.filter(({ spec }) => spec && spec.access !== 'public')
const forMembers = () => guarded().filter(({ spec }) => spec?.access !== 'staff')
const forStaff = () => routes.filter(({ spec }) => spec?.access === 'staff')
const withIds = () => guarded().filter(({ path }) => path.includes('['))

/** All of an answer that a caller could tell apart, but for the number of the request. */
function shapeOf({ status, json, text }: HttpAnswer): unknown {
  return { status, body: json ? { ...json, requestId: '' } : text }
}

describe('every route', () => {
  it('is made by defineRoute, or listed with a reason', () => {
    const bare = routes.filter(({ spec }) => !spec).map(({ path }) => path)
    expect(new Set(bare)).toEqual(new Set(Object.keys(FOREIGN_PROTOCOLS)))
  })

  it('has something to stand for its parameters', () => {
    expect(
      withIds()
        .filter(({ path }) => !PATHS[path])
        .map(keyOf),
    ).toEqual([])
  })

  it('refuses nobody with 401', async () => {
    const answers = await Promise.all(
      guarded().map(async (route) => {
        const call = callOf(route, { workspaceId: owner.workspaceId })
        return [keyOf(route), (await request(pathOf(route, owner.ids), call)).status]
      }),
    )
    expect(answers).toEqual(guarded().map((route) => [keyOf(route), 401]))
  })

  it('refuses another tenant’s workspace exactly as one that does not exist', async () => {
    for (const route of forMembers().filter(({ spec }) => spec?.workspace !== false)) {
      const path = pathOf(route, owner.ids)
      const ask = (workspaceId: string) =>
        request(path, callOf(route, { cookie: stranger.cookie, workspaceId }))
      const [foreign, random, nonsense] = [
        await ask(owner.workspaceId),
        await ask(createId()),
        await ask('no-id'),
      ]
      expect([keyOf(route), foreign.status]).toEqual([keyOf(route), 404])
      expect([keyOf(route), shapeOf(foreign)]).toEqual([keyOf(route), shapeOf(random)])
      expect([keyOf(route), shapeOf(foreign)]).toEqual([keyOf(route), shapeOf(nonsense)])
    }
  })

  it('answers a foreign id exactly as a random one and as one that is no id', async () => {
    for (const route of withIds().filter(({ spec }) => spec?.access !== 'staff')) {
      const ask = (id?: string) => {
        const { cookie, workspaceId } = stranger
        return request(pathOf(route, owner.ids, id), callOf(route, { cookie, workspaceId }))
      }
      const [foreign, random, nonsense] = [await ask(), await ask(createId()), await ask('no-id')]
      expect([keyOf(route), foreign.status]).toEqual([keyOf(route), 404])
      expect([keyOf(route), shapeOf(foreign)]).toEqual([keyOf(route), shapeOf(random)])
      expect([keyOf(route), shapeOf(foreign)]).toEqual([keyOf(route), shapeOf(nonsense)])
    }
  })

  it('asks for a workspace where it needs one', async () => {
    const needy = forMembers().filter(({ spec }) => spec?.workspace === undefined || spec.workspace === true)
    for (const route of needy) {
      const answer = await request(pathOf(route, owner.ids), callOf(route, { cookie: owner.cookie }))
      expect([keyOf(route), answer.json.code]).toEqual([keyOf(route), 'workspace_required'])
    }
  })

  it('refuses a change that another site makes', async () => {
    const evil: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]
    const changing = routes.filter(({ method, spec }) => method !== 'GET' && spec)
    const { cookie, workspaceId } = owner
    for (const route of changing) {
      for (const headers of evil) {
        const call = { ...callOf(route, { cookie, workspaceId }), headers }
        const answer = await request(pathOf(route, owner.ids), call)
        expect([keyOf(route), answer.status, answer.json.code]).toEqual([keyOf(route), 403, 'cross_origin'])
      }
    }
  })

  it('answers its owner, reading', async () => {
    const reading = forMembers().filter(
      ({ method, path }) => method === 'GET' && !/file|events|pages/.test(path),
    )
    const { cookie, workspaceId } = owner
    for (const route of reading) {
      const answer = await request(pathOf(route, owner.ids), callOf(route, { cookie, workspaceId }))
      expect([keyOf(route), answer.status]).toEqual([keyOf(route), 200])
    }
  })

  it('takes no field that it does not know', async () => {
    const extra = {
      role: 'owner',
      workspaceId: createId(),
      plan: 'team',
      credits: 1,
      isStaff: true,
      id: createId(),
    }
    const { cookie, workspaceId } = owner
    for (const route of guarded().filter(({ spec }) => spec?.body)) {
      const caller = route.spec?.access === 'staff' ? { cookie: staffCookie } : { cookie, workspaceId }
      const call = { ...callOf(route, caller) }
      const body = { ...(typeof call.body === 'object' ? call.body : {}), ...extra }
      const answer = await request(pathOf(route, owner.ids), { ...call, body })
      expect([keyOf(route), answer.status]).toEqual([keyOf(route), 422])
    }
  })

  it('for staff refuses an owner, whatever they say of themselves, for their own ids, foreign and random ones', async () => {
    const { cookie, workspaceId } = owner
    const claims = { 'x-staff': 'true', 'x-is-staff': '1', 'x-role': 'staff' }
    for (const route of forStaff()) {
      for (const id of [undefined, stranger.workspaceId, createId(), 'no-id']) {
        const call = callOf(route, { cookie, workspaceId })
        const body = typeof call.body === 'object' ? { ...call.body, isStaff: true } : undefined
        const answers = [
          await request(pathOf(route, owner.ids, id), call),
          await request(pathOf(route, owner.ids, id), {
            ...call,
            ...(body ? { body } : {}),
            headers: { ...call.headers, ...claims },
          }),
        ]
        for (const { status, json } of answers)
          expect([keyOf(route), id, status, json.code]).toEqual([keyOf(route), id, 403, 'forbidden'])
      }
    }
  })

  it('for staff answers staff, reading', async () => {
    const reading = forStaff().filter(({ method }) => method === 'GET')
    expect(reading.length).toBeGreaterThan(5)
    for (const route of reading) {
      const answer = await request(pathOf(route, owner.ids), { cookie: staffCookie })
      expect([keyOf(route), answer.status]).toEqual([keyOf(route), 200])
    }
  })

  it('for staff answers a random id and one that is no id with 404', async () => {
    for (const route of forStaff().filter(({ path }) => path.includes('['))) {
      for (const id of [createId(), 'no-id']) {
        const answer = await request(pathOf(route, owner.ids, id), callOf(route, { cookie: staffCookie }))
        expect([keyOf(route), answer.status]).toEqual([keyOf(route), 404])
      }
    }
  })

  it('is described in openapi.json when defineRoute makes it', async () => {
    const { json } = await request('/api/openapi.json')
    const described = Object.entries<object>(json.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const made = routes
      .filter(({ spec }) => spec)
      .map((route) => keyOf(route).replaceAll(/\[(\w+)\]/g, '{$1}'))
    expect(described.sort()).toEqual(made.sort())
  })
})
