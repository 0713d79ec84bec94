import { describe, expect, it } from 'vitest'
import { createId } from '#lib/platform/id.ts'
import { createUser, TEST_PASSWORD } from '#lib/testing/factories.ts'
import {
  baseUrl,
  cookieValue,
  type HttpAnswer,
  mailedToken,
  mergeCookies,
  postAuth,
  request,
  signInOverHttp,
} from '#lib/testing/http.ts'

const SESSION = 'footnote.session'
const PASSWORD = 'seven quiet otters read'

const post = (path: string, body: unknown, cookie?: string) =>
  request(path, { method: 'POST', body, ...(cookie ? { cookie } : {}) })

async function newAddress(): Promise<string> {
  return `ada-${createId()}@example.com`
}

async function aUser() {
  baseUrl()
  return createUser()
}

/** What a stranger can compare: everything but what differs with each request. */
function visible({ status, text, headers }: HttpAnswer) {
  const names = [...headers.keys()].filter((name) => !name.startsWith('ratelimit')).sort()
  const { requestId: _, ...body } = JSON.parse(text)
  return { status, body, names }
}

describe('signing up', () => {
  it('leads from the form over the mailed link to a signed-in browser', async () => {
    const email = await newAddress()
    const begun = await post('/api/account/sign-up', { email, password: PASSWORD, name: 'Ada Lovelace' })
    expect([begun.status, begun.json]).toEqual([202, { mailbox: '/dev/mail' }])
    const browser = mergeCookies(undefined, begun.headers)

    const verified = await post('/api/account/verify-email', { token: await mailedToken(email) }, browser)
    expect([verified.status, verified.json.email]).toEqual([200, email])
    const me = await request('/api/user/me', { cookie: mergeCookies(browser, verified.headers) })
    expect(me.json).toMatchObject({
      user: { email, name: 'Ada Lovelace', emailVerified: true },
      active: { role: 'owner' },
    })
  })

  it('asks another browser for the password, and says which field', async () => {
    const email = await newAddress()
    await post('/api/account/sign-up', { email, password: PASSWORD, start: 'sample' })
    const token = await mailedToken(email)
    const refused = await post('/api/account/verify-email', { token })
    expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/password'])
    expect((await post('/api/account/verify-email', { token, password: 'not the right one' })).status).toBe(
      422,
    )
    const verified = await post('/api/account/verify-email', { token, password: PASSWORD })
    // What the person came for came along with the link, not with the browser.
    expect([verified.status, verified.json.start]).toEqual([200, 'sample'])
    expect((await post('/api/account/verify-email', { token, password: PASSWORD })).status).toBe(410)
  })

  it.each(['https://evil.example', '//evil.example', 'else'])(
    'takes no other errand than ours: %s',
    async (start) => {
      const refused = await post('/api/account/sign-up', {
        email: await newAddress(),
        password: PASSWORD,
        start,
      })
      expect(refused.status).toBe(422)
      const cookie = await signInOverHttp(await aUser())
      for (const path of ['/sign-up', '/w']) {
        const { headers } = await request(`${path}?start=${encodeURIComponent(start)}`, { cookie })
        expect(headers.get('location')).toMatch(/^\/w\/[a-z0-9-]+$/)
      }
    },
  )

  it('leads somebody who is signed in to the sample, and somebody who is not over the sign-in', async () => {
    const cookie = await signInOverHttp(await aUser())
    for (const path of ['/sign-up?start=sample', '/w?start=sample']) {
      const { headers } = await request(path, { cookie })
      expect(headers.get('location')).toMatch(/^\/w\/[a-z0-9-]+\/chat\?start=sample$/)
    }
    const stranger = await request('/w?start=sample')
    expect(stranger.headers.get('location')).toBe('/sign-in?callbackUrl=%2Fw%3Fstart%3Dsample')
  })

  it('does not use the link up when its page is only looked at', async () => {
    const email = await newAddress()
    const browser = mergeCookies(
      undefined,
      (await post('/api/account/sign-up', { email, password: PASSWORD })).headers,
    )
    const token = await mailedToken(email)
    await request(`/verify-email?token=${token}`, { cookie: browser })
    expect((await post('/api/account/verify-email', { token }, browser)).status).toBe(200)
  })

  it('answers a known address and an unknown one alike, byte for byte', async () => {
    const { email } = await aUser()
    for (const path of ['/api/account/sign-up', '/api/account/email-tokens']) {
      const fields = path.endsWith('sign-up') ? { password: PASSWORD } : { purpose: 'verify_email' }
      const known = await post(path, { email, ...fields })
      const unknown = await post(path, { email: await newAddress(), ...fields })
      expect(known.text).toBe(unknown.text)
      expect(visible(known)).toEqual(visible(unknown))
    }
  })

  it('refuses a password that would be guessed, and a homoglyph address', async () => {
    const weak = await post('/api/account/sign-up', { email: await newAddress(), password: 'password1234' })
    expect([weak.status, weak.json.errors[0].pointer]).toEqual([422, '/password'])
    const homoglyph = await post('/api/account/sign-up', { email: 'victim＠example.com', password: PASSWORD })
    expect([homoglyph.status, homoglyph.json.errors[0].pointer]).toEqual([422, '/email'])
  })

  it('refuses a password of a megabyte without hashing it', async () => {
    const password = 'x'.repeat(1_000_000)
    const answers = [
      await post('/api/account/sign-up', { email: await newAddress(), password }),
      await postAuth('callback/credentials', { email: await newAddress(), password }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([413, 413])
  })
})

describe('signing in', () => {
  it('gives a fresh session to a browser that brings one, and ends the one it brought', async () => {
    const attacker = await aUser()
    const victim = await aUser()
    const planted = await signInOverHttp(attacker)
    const after = await signInOverHttp(victim, planted)
    expect(cookieValue(after, SESSION)).not.toBe(cookieValue(planted, SESSION))
    expect((await request('/api/user/me', { cookie: planted })).status).toBe(401)
    expect((await request('/api/user/me', { cookie: after })).json.user.email).toBe(victim.email)
  })

  it('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const { email } = await aUser()
    const answer = await postAuth('callback/credentials', { email, password: TEST_PASSWORD })
    const line = answer.headers.getSetCookie().find((text) => text.startsWith(`${SESSION}=`)) ?? ''
    expect(line).toMatch(/; Path=\//)
    expect(line).toMatch(/; HttpOnly/i)
    expect(line).toMatch(/; SameSite=Lax/i)
    expect(line).not.toMatch(/; Domain=/i)
  })

  it('answers a wrong password and an unknown address alike', async () => {
    const { email } = await aUser()
    const wrong = await postAuth('callback/credentials', { email, password: 'not the right one' })
    const unknown = await postAuth('callback/credentials', {
      email: await newAddress(),
      password: 'not the right one',
    })
    expect([wrong.status, wrong.text]).toEqual([401, unknown.text])
    expect(unknown.status).toBe(401)
  })

  it('locks an address after ten failures, whether anybody has it or not', async () => {
    for (const email of [(await aUser()).email, await newAddress()]) {
      const attempts = await Promise.all(
        Array.from({ length: 14 }, () =>
          postAuth('callback/credentials', { email, password: 'not the right one' }),
        ),
      )
      expect(attempts.filter(({ text }) => text.includes('TooManyAttempts'))).toHaveLength(4)
      const right = await postAuth('callback/credentials', { email, password: TEST_PASSWORD })
      expect([right.status, right.text.includes('TooManyAttempts')]).toEqual([401, true])
    }
  })

  it('does nothing without its token, or for another site', async () => {
    const { email } = await aUser()
    const fields = { email, password: TEST_PASSWORD }
    const forged = await postAuth('callback/credentials', { ...fields, csrfToken: 'x'.repeat(64) })
    expect(cookieValue(forged.cookie, SESSION)).toBeUndefined()
    const evil = await postAuth('callback/credentials', fields, {
      headers: { origin: 'https://evil.example' },
    })
    expect([evil.status, evil.json.code]).toEqual([403, 'cross_origin'])
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https:evil.example',
    '/%2f%2fevil.example',
    'javascript:alert(1)',
    'https://evil.example/',
  ])('leads to our own pages whatever callbackUrl says: %s', async (callbackUrl) => {
    const { email } = await aUser()
    const answer = await postAuth('callback/credentials', { email, password: TEST_PASSWORD, callbackUrl })
    expect(answer.json.url).toBe(`${baseUrl()}/`)
  })

  it('shows no secret of the session to scripts', async () => {
    const cookie = await signInOverHttp(await aUser())
    const { json } = await request('/api/auth/session', { cookie })
    expect(Object.keys(json)).toEqual(['expires'])
  })
})

describe('signing out', () => {
  it('ends the session: its cookie is nobody from the next request on', async () => {
    const cookie = await signInOverHttp(await aUser())
    expect((await request('/api/user/me', { cookie })).status).toBe(200)
    await postAuth('signout', {}, { cookie })
    expect((await request('/api/user/me', { cookie })).status).toBe(401)
    const session = await request('/api/auth/session', { cookie })
    expect(session.json).toEqual({})
  })

  it('ends nothing when another site asks', async () => {
    const cookie = await signInOverHttp(await aUser())
    await postAuth('signout', {}, { cookie, headers: { origin: 'https://evil.example' } })
    expect((await request('/api/user/me', { cookie })).status).toBe(200)
  })
})
