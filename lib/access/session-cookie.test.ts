import { beforeEach, describe, expect, it } from 'vitest'
import { createId } from '#lib/platform/id.ts'
import { clientAddress } from './client-address.ts'
import { cookieOf, decodeSession, encodeSession, findCookie, serializeCookie } from './session-cookie.ts'

const OLD = 'an older secret of more than 32 characters'
const NEW = 'a newer secret of more than 32 characters!'

/** The settings as this process sees them. */
function setEnv(settings: object): void {
  const base = { appUrl: 'https://footnote.example.org', authSecrets: [OLD], trustedProxyHops: 0 }
  Object.assign(globalThis, { [Symbol.for('footnote.env')]: { ...base, ...settings } })
}

const claims = { sub: createId(), sid: 'x'.repeat(43) }

describe('the session cookie', () => {
  beforeEach(() => setEnv({}))

  it('holds the person and the secret, and nothing else', async () => {
    expect(await decodeSession(await encodeSession(claims))).toEqual(claims)
  })

  it('survives a new secret as long as the old one is listed', async () => {
    const token = await encodeSession(claims)
    setEnv({ authSecrets: [NEW, OLD] })
    expect(await decodeSession(token)).toEqual(claims)
    setEnv({ authSecrets: [NEW] })
    expect(await decodeSession(token)).toBeNull()
  })

  it('is nobody’s when it has been changed', async () => {
    const token = await encodeSession(claims)
    for (const forged of [`${token}x`, token.slice(0, -4), token.replace('.', '..'), '', 'x']) {
      expect(await decodeSession(forged)).toBeNull()
    }
  })

  it('is bound to this host and kept from scripts in production', () => {
    expect(cookieOf('session')).toEqual({
      name: '__Host-footnote.session',
      options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true },
    })
    expect(serializeCookie('session', 'v', 60)).toBe(
      '__Host-footnote.session=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure',
    )
  })

  it('has a plain name on a laptop, where browsers would not take the other', () => {
    setEnv({ appUrl: 'http://localhost:3000' })
    expect(serializeCookie('session', 'v', 60)).toBe(
      'footnote.session=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax',
    )
  })

  it('is found by its whole name only', () => {
    const headers = new Headers({
      cookie: 'x__Host-footnote.session=a; __Host-footnote.session=b=c; other=d',
    })
    expect(findCookie(headers, 'session')).toBe('b=c')
    expect(findCookie(new Headers(), 'session')).toBeNull()
  })
})

describe('clientAddress', () => {
  const request = { headers: new Headers({ 'x-forwarded-for': '6.6.6.6, 203.0.113.7, 10.0.0.1' }) }

  it.each([
    [0, null],
    [1, '10.0.0.1'],
    [2, '203.0.113.7'],
    [9, null],
  ])('believes %i proxies and no more', (trustedProxyHops, address) => {
    setEnv({ trustedProxyHops })
    expect(clientAddress(request)).toBe(address)
  })
})
