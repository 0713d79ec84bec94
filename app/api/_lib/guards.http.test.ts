import { request as rawRequest } from 'node:http'
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

/** What fetch refuses to send. */
function send(method: string, path: string): Promise<{ status: number; headers: Headers; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(baseUrl())
    const sent = rawRequest({ hostname, port, method, path, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: new Headers(
            Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
          ),
          text: Buffer.concat(parts).toString(),
        }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('what no route can answer', () => {
  it('gets 400 for an address that cannot be decoded, on pages and in the API', async () => {
    for (const path of ['/%', '/w/%zz', '/api/documents/%ff', '/healthz/%c3']) {
      const { status, headers, text } = await send('GET', path)
      expect([path, status, headers.get('content-type')]).toEqual([path, 400, 'application/problem+json'])
      expect(JSON.parse(text)).toMatchObject({ code: 'bad_request', status: 400 })
    }
  })

  it('gets 405 and the methods there are for one that no address takes', async () => {
    for (const path of ['/', '/api/user/me', '/healthz', '/w/x']) {
      for (const method of ['TRACE', 'PROPFIND']) {
        const { status, headers } = await send(method, path)
        expect([path, status, headers.get('content-type')]).toEqual([path, 405, 'application/problem+json'])
        expect(headers.get('allow')).toContain('GET, HEAD, POST')
      }
    }
  })

  it('carries a policy and the constant headers where nothing is found, and on the probes', async () => {
    const paths = ['/nothing', '/favicon.ico', '/healthz', '/readyz', '/healthz/x', '/_next/image?url=x']
    for (const path of [...paths, '/_next/static/nothing.js', '/pdfjs/nothing.js']) {
      const { headers } = await send('GET', path)
      const policy = headers.get('content-security-policy') ?? ''
      expect([path, policy.includes("frame-ancestors 'none'")]).toEqual([path, true])
      expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff'])
    }
  })
})

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
