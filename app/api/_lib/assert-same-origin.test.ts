import { beforeEach, describe, expect, it } from 'vitest'
import { assertSameOrigin } from './assert-same-origin.ts'

/** The settings as this process sees them; only `appUrl` matters here. */
function setAppUrl(appUrl: string): void {
  Object.assign(globalThis, { [Symbol.for('footnote.env')]: { appUrl } })
}

function check(headers: Record<string, string>): () => void {
  return () => assertSameOrigin(new Request('http://internal:1/api/x', { method: 'POST', headers }))
}

const crossOrigin = expect.objectContaining({ code: 'cross_origin' })

describe('assertSameOrigin', () => {
  beforeEach(() => setAppUrl('https://footnote.example.org'))

  it.each<Record<string, string>>([
    { origin: 'https://footnote.example.org' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    {},
  ])('lets our own pages and callers that are no browser pass: %j', (headers) => {
    expect(check(headers)).not.toThrow()
  })

  it.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'http://footnote.example.org' },
    { origin: 'https://footnote.example.org:8443' },
    { origin: 'https://footnote.example.org.evil.example' },
    { origin: 'null' },
    { origin: '' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
  ])('refuses other sites: %j', (headers) => {
    expect(check(headers)).toThrow(crossOrigin)
  })

  it('believes no header about its own host', () => {
    const forwarded = { 'x-forwarded-host': 'evil.example', host: 'evil.example' }
    expect(check({ origin: 'https://evil.example', ...forwarded })).toThrow(crossOrigin)
  })

  it('knows a laptop by each of its names, on its own port', () => {
    setAppUrl('http://localhost:3000')
    expect(check({ origin: 'http://127.0.0.1:3000' })).not.toThrow()
    expect(check({ origin: 'http://[::1]:3000' })).not.toThrow()
    expect(check({ origin: 'http://127.0.0.1:3001' })).toThrow(crossOrigin)
  })
})
