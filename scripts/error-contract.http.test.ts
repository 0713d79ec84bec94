import { beforeAll, describe, expect, it } from 'vitest'
import { PROBLEM_STATUS } from '#lib/platform/errors.ts'
import { problemSchema } from '#lib/platform/http/schema.ts'
import { createId } from '#lib/platform/id.ts'
import { createTenant, type HttpAnswer, type HttpCall, request, signInOverHttp } from '#lib/testing/http.ts'
import { putAtWall, WALLS, type Wall } from '#lib/testing/paywall.ts'
import { createRandom } from '#lib/testing/random.ts'
import { createStaff } from '#lib/testing/staff.ts'
import { type BuiltRoute, loadBuiltRoutes } from './built-routes.ts'
import { callOf, keyOf, pathOf, type Tenant } from './route-calls.ts'

const SEED = 20_261_124
const BAD_INPUTS = 2_000
const AT_ONCE = 8

let routes: BuiltRoute[]
let tenant: Tenant
let staffCookie: string

beforeAll(async () => {
  routes = (await loadBuiltRoutes()).filter(({ path, spec }) => spec && path !== '/api/[...unknown]')
  tenant = await createTenant({ plan: 'pro' })
  staffCookie = await signInOverHttp((await createStaff()).user)
})

/** What every refusal looks like, whatever it refuses. */
function assertProblem(label: string, answer: HttpAnswer, expected: { status: number; code?: string }): void {
  const { status, json, headers } = answer
  expect([label, status]).toEqual([label, expected.status])
  expect([label, headers.get('content-type')]).toEqual([label, 'application/problem+json'])
  expect([label, headers.get('cache-control')]).toEqual([label, 'no-store'])
  const problem = problemSchema.parse(json)
  const known = Object.entries(PROBLEM_STATUS).find(([code]) => code === problem.code)
  expect([label, problem.status, problem.type]).toEqual([label, known?.[1], `/problems/${problem.code}`])
  expect([label, problem.requestId]).toEqual([label, headers.get('x-request-id')])
  if (expected.code) expect([label, problem.code]).toEqual([label, expected.code])
}

const callerOf = ({ spec }: BuiltRoute): HttpCall =>
  spec?.access === 'staff'
    ? { cookie: staffCookie }
    : { cookie: tenant.cookie, workspaceId: tenant.workspaceId }
const guarded = () => routes.filter(({ spec }) => spec?.access !== 'public')
const withBody = () => routes.filter(({ spec }) => spec?.body)
const ask = (route: BuiltRoute, call: HttpCall) => request(pathOf(route, tenant.ids), call)

describe('the problem of every route', () => {
  it('says 401 to nobody', async () => {
    for (const route of guarded()) {
      const answer = await ask(route, callOf(route, { workspaceId: tenant.workspaceId }))
      assertProblem(keyOf(route), answer, { status: 401, code: 'unauthenticated' })
    }
  })

  it('says 400 to a body that is no JSON', async () => {
    for (const route of withBody()) {
      const answer = await ask(route, { ...callOf(route, callerOf(route)), body: '{"half' })
      assertProblem(keyOf(route), answer, { status: 400, code: 'bad_request' })
    }
  })

  it('says 415 to a body of another type', async () => {
    for (const route of withBody()) {
      const call = callOf(route, callerOf(route))
      const headers = { ...call.headers, 'content-type': 'text/plain' }
      assertProblem(keyOf(route), await ask(route, { ...call, body: '{}', headers }), { status: 415 })
    }
  })

  it('says 422 to a field that it does not know, and which', async () => {
    for (const route of withBody()) {
      const call = callOf(route, callerOf(route))
      const body = { ...(typeof call.body === 'object' ? call.body : {}), surprise: 1 }
      const answer = await ask(route, { ...call, body })
      assertProblem(keyOf(route), answer, { status: 422, code: 'invalid' })
      expect([keyOf(route), Array.isArray(answer.json.errors)]).toEqual([keyOf(route), true])
    }
  })

  it('says 413 to a body that is too large', async () => {
    for (const route of withBody()) {
      const body = `{"a":"${'x'.repeat(2 * 1024 * 1024)}"}`
      const answer = await ask(route, { ...callOf(route, callerOf(route)), body })
      assertProblem(keyOf(route), answer, { status: 413, code: 'body_too_large' })
    }
  })

  it('says 404 where there is no such address', async () => {
    assertProblem('unknown', await request('/api/nothing/here'), { status: 404, code: 'not_found' })
  })
})

describe('the problem of a wall', () => {
  it.each(Object.keys(WALLS).filter((name): name is Wall => name in WALLS))(
    'names the plan and the way out at %s, in the body and in headers',
    async (wall) => {
      const own = await createTenant({ plan: 'free' })
      await putAtWall(own, wall)
      const path = `/api/chat/conversations/${own.ids.conversation}/runs`
      const headers = { 'idempotency-key': createId() }
      const answer = await request(path, {
        method: 'POST',
        ...own,
        headers,
        body: { question: 'What is abc?' },
      })
      assertProblem(wall, answer, { status: 402, code: WALLS[wall] })
      expect(answer.json).toMatchObject({ plan: 'free', contactOwner: false })
      if (wall !== 'zeroCredits') return
      expect(answer.json).toMatchObject({
        meter: 'credits',
        limit: 50,
        available: 0,
        requested: 1,
        requiredPlan: 'pro',
      })
      expect(answer.headers.get('x-quota-meter')).toBe('credits')
      expect(answer.headers.get('x-quota-remaining')).toBe('0')
      expect(answer.headers.get('x-quota-reset')).toBe(answer.json.resetsAt)
    },
  )

  it('says which stock is full, and counts the refusal once', async () => {
    const own = await createTenant({ plan: 'free' })
    const file = { 'upload-length': String(11 * 1024 * 1024), 'tus-resumable': '1.0.0' }
    const headers = { ...file, 'upload-metadata': `filename ${Buffer.from('a.pdf').toString('base64')}` }
    const answer = await request('/api/uploads', { method: 'POST', ...own, headers })
    assertProblem('size', answer, { status: 413, code: 'file_too_large' })
    expect(answer.json).toMatchObject({ maxBytes: 10 * 1024 * 1024, planMaxBytes: 10 * 1024 * 1024 })
  })
})

/** Values that have broken servers before: types, lengths, characters, numbers and shapes that nobody meant. */
const BAD_VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1e308,
    Number.MAX_SAFE_INTEGER,
    0.1,
    '',
    ' ',
    'null',
    '\u0000',
    '\ud800',
    '\u202e\u200b',
  ],
  ...[
    '%',
    '%00',
    '../../etc/passwd',
    "' OR 1=1 --",
    '$' + '{7*7}',
    '<script>',
    'x'.repeat(10_000),
    '😀'.repeat(500),
  ],
  ...['9999-99-99', '2026-02-30', '-1', '1e9', 'NaN', createId(), '00000000-0000-0000-0000-000000000000'],
  ...[
    [],
    {},
    [[]],
    [null],
    { a: { a: { a: {} } } },
    Array.from({ length: 2_000 }, () => 1),
    { __proto__: null },
  ],
]

describe('bad input', () => {
  it(`never makes a route fail on our side: ${BAD_INPUTS} of them`, { timeout: 120_000 }, async () => {
    const random = createRandom(SEED)
    const pick: Pick = (from) => {
      const found = random.pick(from)
      if (found === undefined) throw new Error('unreachable: no list is empty or holds undefined')
      return found
    }
    const failures: unknown[] = []
    const one = async () => {
      const { name, path, call } = pick([true, ...Array.from({ length: 19 }, () => false)])
        ? spoilUpload(pick)
        : spoil(pick(routes), pick)
      const { status, text } = await request(path, call).catch((error: unknown) => ({
        status: -1,
        text: String(error),
      }))
      if (status >= 500 && status !== 503) failures.push([name, path, call, status, text])
      if (/ at \/|node_modules|SELECT |prisma/i.test(text) && status >= 400) failures.push([name, text])
    }
    for (let done = 0; done < BAD_INPUTS; done += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, one))
    }
    expect(failures).toEqual([])
  })
})

interface BadCall {
  name: string
  path: string
  call: HttpCall
}

type Pick = <T>(from: readonly T[]) => T

/** A call with one thing or several that are not as they should be. */
function spoil(route: BuiltRoute, pick: Pick): BadCall {
  const label = keyOf(route)
  const call = callOf(route, callerOf(route))
  const known = typeof call.body === 'object' && call.body !== null ? call.body : {}
  const text = () =>
    encodeURIComponent(
      String(pick(BAD_VALUES.filter((value) => typeof value === 'string')))
        .toWellFormed()
        .slice(0, 2_000),
    )
  let path = pick([true, true, false]) ? pathOf(route, tenant.ids) : pathOf(route, tenant.ids, text())
  const way = pick(['field', 'field', 'body', 'query', 'header', 'raw'])
  if (way === 'query')
    path += `${path.includes('?') ? '&' : '?'}${pick(['cursor', 'limit', 'from', 'to', 'q', 'after', 'versionId', 'ws'])}=${text()}`
  const headers = { ...call.headers }
  if (way === 'header') {
    const name = pick([
      'idempotency-key',
      'range',
      'x-workspace-id',
      'content-type',
      'upload-offset',
      'last-event-id',
      'accept-language',
    ])
    headers[name] = pick(['x'.repeat(3_000), '-1', 'bytes=9-1', ';;', '"', 'application/json; charset=utf-7'])
  }
  if (!route.spec?.body) return { name: label, path, call: { ...call, headers } }
  const name = pick([...Object.keys(known), 'id', 'cursor'])
  const body =
    way === 'raw'
      ? pick([
          '',
          '{',
          '[',
          '"',
          '{"a":1e999}',
          '[1,]',
          '\u0000',
          '{"__proto__":{"isStaff":true}}',
          '['.repeat(5_000),
        ])
      : way === 'body'
        ? pick(BAD_VALUES)
        : { ...known, [name]: pick(BAD_VALUES) }
  return { name: label, path, call: { ...call, headers, body } }
}

/** A request of the tus protocol that is not as it should be. */
function spoilUpload(pick: Pick): BadCall {
  const method = pick(['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS'])
  const path = `/api/uploads${method === 'POST' ? '' : `/${pick(['none', '%00', createId(), '..', 'a/b'])}`}`
  const headers = {
    'tus-resumable': pick(['1.0.0', '1.0.0', '0.2.2', 'x']),
    'upload-length': pick(['3', '-1', '1e9', '', '99999999999999999999']),
    'upload-offset': pick(['0', '-1', 'x', '9007199254740993']),
    'upload-metadata': pick([
      'filename YS50eHQ=',
      'filename',
      ',,,',
      'filename !!!',
      `filename ${'Y'.repeat(7_000)}`,
    ]),
    'content-type': pick(['application/offset+octet-stream', 'text/plain']),
  }
  const body = method === 'POST' || method === 'PATCH' ? { body: pick(['', 'abc', 'abcdef']) } : {}
  const { cookie, workspaceId } = tenant
  return { name: `${method} /api/uploads`, path, call: { method, headers, cookie, workspaceId, ...body } }
}
