import { beforeAll, describe, expect, it } from 'vitest'
import { createUser, type TestUser } from '#lib/testing/factories.ts'
import { baseUrl, request, signInOverHttp } from '#lib/testing/http.ts'

let user: TestUser
let cookie: string

beforeAll(async () => {
  baseUrl()
  user = await createUser()
  cookie = await signInOverHttp(user)
})

const patch = (body: unknown, headers: Record<string, string> = {}) =>
  request('/api/account', { method: 'PATCH', cookie, body, headers })

describe('the API', () => {
  it('carries its policy, no-store and a request number on every kind of answer', async () => {
    const answers = {
      good: await request('/api/user/me', { cookie }),
      nobody: await request('/api/user/me'),
      missing: await request('/api/nothing/here'),
      invalid: await patch({ name: '' }),
      auth: await request('/api/auth/csrf'),
      file: await request('/api/openapi.json'),
    }
    for (const [kind, { headers }] of Object.entries(answers)) {
      const seen = {
        kind,
        policy: headers.get('content-security-policy'),
        cache: headers.get('cache-control'),
        sniff: headers.get('x-content-type-options'),
        number: headers.get('x-request-id')?.length,
        powered: headers.get('x-powered-by'),
        cors: headers.get('access-control-allow-origin'),
      }
      const policy = "default-src 'none'; frame-ancestors 'none'"
      expect(seen).toEqual({
        kind,
        policy,
        cache: expect.stringContaining('no-store'),
        sniff: 'nosniff',
        number: 36,
        powered: null,
        cors: null,
      })
    }
  })

  it('answers errors as problem+json', async () => {
    const { status, headers, json } = await request('/api/nothing/here')
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    expect(Object.keys(json).sort()).toEqual(['code', 'detail', 'requestId', 'status', 'title', 'type'])
    expect(json.requestId).toBe(headers.get('x-request-id'))
  })

  it('allows no other origin to read anything', async () => {
    const { headers } = await request('/api/user/me', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example' },
    })
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('answers a method that it does not have with 405', async () => {
    expect((await request('/api/user/me', { method: 'DELETE', cookie })).status).toBe(405)
  })

  it('tells unreadable from invalid', async () => {
    expect((await patch('{"name":')).json.code).toBe('bad_request')
    expect((await patch('{"name":"a\\u0000b"}')).json.code).toBe('bad_request')
    expect((await patch('{"name":"a\\ud800b"}')).json.code).toBe('bad_request')
    expect((await patch('name=Ada', { 'content-type': 'text/plain' })).json.code).toBe(
      'unsupported_media_type',
    )
    const { status, json } = await patch({ name: 5, other: 1 })
    expect([status, json.errors.map(({ pointer }: { pointer: string }) => pointer).sort()]).toEqual([
      422,
      ['/name', '/other'],
    ])
  })

  it('stops reading a body that is too long', async () => {
    const { status, json } = await patch(JSON.stringify({ name: 'x'.repeat(400_000) }))
    expect([status, json.code, json.maxBytes]).toEqual([413, 'body_too_large', 262_144])
  })

  it('takes no bearer for a session, even beside a good cookie', async () => {
    const answer = await request('/api/user/me', {
      cookie,
      headers: { authorization: 'Bearer ws_live_0000' },
    })
    expect(answer.status).toBe(401)
  })

  it.each(['', 'x', 'a.b.c.d.e', '%00', 'eyJhbGciOiJub25lIn0..e30.'])(
    'takes %j for nobody’s cookie',
    async (value) => {
      expect((await request('/api/user/me', { cookie: `footnote.session=${value}` })).status).toBe(401)
    },
  )

  it('answers what nobody calls at next-auth like any other bad request', async () => {
    const get = async (path: string) => (await request(`/api/auth/${path}`)).status
    const post = async (path: string, body: string, type: string) => {
      const call = { method: 'POST', body, headers: { 'content-type': type } }
      return (await request(`/api/auth/${path}`, call)).status
    }
    expect([
      await get('callback/credentials'),
      await get('%00'),
      await post('callback/credentials', '{', 'application/json'),
      await post('_log', 'code=1', 'application/x-www-form-urlencoded'),
    ]).toEqual([404, 404, 415, 404])
  })

  it('says where a caller stands on what is limited', async () => {
    const { headers } = await patch({ name: user.name })
    expect(Number(headers.get('ratelimit-limit'))).toBe(60)
    expect(Number(headers.get('ratelimit-remaining'))).toBeLessThan(60)
  })

  it('answers no bad input with 500', async () => {
    const inputs = [
      null,
      [],
      'x',
      1,
      true,
      {},
      { name: {} },
      { name: [[]] },
      { name: '\u202e' },
      { __proto__: 1 },
      { name: 'x'.repeat(121) },
    ]
    for (const input of inputs) {
      const { status } = await patch(JSON.stringify(input))
      expect([input, status < 500]).toEqual([input, true])
    }
    for (const query of ['?ws=%00', '?ws=', '?ws=a&ws=b', `?ws=${'x'.repeat(5000)}`]) {
      expect((await request(`/api/user/me${query}`, { cookie })).status).toBe(404)
    }
  })
})

describe('pages', () => {
  it('carry a policy with a nonce of their own, and send strangers to sign in', async () => {
    const [one, other] = [await request('/'), await request('/')]
    const policy = one.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/script-src 'nonce-[\w+/=]+' 'strict-dynamic'/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toBe(other.headers.get('content-security-policy'))
    const { status, headers } = await request('/w/somewhere/documents?x=1')
    expect([status, headers.get('location')?.replace(baseUrl(), '')]).toEqual([
      307,
      '/sign-in?callbackUrl=%2Fw%2Fsomewhere%2Fdocuments%3Fx%3D1',
    ])
  })
})
