import { describe, expect, it } from 'vitest'
import { EnvError, isLoopback, parseEnv } from './env.ts'

const complete = { DATABASE_URL: 'postgresql://app:pw@127.0.0.1:5432/app', NEXTAUTH_SECRET: 's'.repeat(32) }

function problemsOf(source: Record<string, string>): string {
  try {
    parseEnv(source)
  } catch (error) {
    if (error instanceof EnvError) return error.message
    throw error
  }
  return ''
}

describe('parseEnv', () => {
  it('needs nothing but a database and a secret on a laptop', () => {
    const env = parseEnv({ ...complete, PORT: '4001' })
    expect(env).toMatchObject({ appUrl: 'http://localhost:4001', isProduction: false, mailDelivery: 'file' })
    expect(env.dataDir.endsWith('.data')).toBe(true)
  })

  it('names everything that is missing and what to set', () => {
    const message = problemsOf({})
    expect(message).toContain('DATABASE_URL is not set')
    expect(message).toContain('NEXTAUTH_SECRET is not set')
    expect(message).toContain('openssl rand')
  })

  it('never repeats a secret in its message', () => {
    expect(problemsOf({ ...complete, NEXTAUTH_SECRET: 'too-short-canary' })).not.toContain('canary')
  })

  it('takes several secrets, of which the first signs', () => {
    const env = parseEnv({ ...complete, NEXTAUTH_SECRET: `${'n'.repeat(32)}, ${'o'.repeat(32)}` })
    expect(env.authSecrets).toEqual(['n'.repeat(32), 'o'.repeat(32)])
  })

  it('treats an empty variable as not set', () => {
    expect(problemsOf({ ...complete, DATABASE_URL: '' })).toContain('DATABASE_URL is not set')
  })

  it('knows the development server by the launcher’s word, whatever NODE_ENV says', () => {
    const dev = { ...complete, FOOTNOTE_WEB: 'dev' }
    expect(parseEnv(dev).isDevServer).toBe(true)
    expect(parseEnv({ ...complete, NODE_ENV: 'development' }).isDevServer).toBe(false)
  })

  it('drops the slash at the end of APP_URL', () => {
    expect(parseEnv({ ...complete, APP_URL: 'http://localhost:3000/' }).appUrl).toBe('http://localhost:3000')
  })

  it('refuses an APP_URL that is no web address', () => {
    expect(problemsOf({ ...complete, APP_URL: 'javascript:alert(1)' })).toContain('APP_URL')
  })
})

describe('production', () => {
  const production = { ...complete, APP_URL: 'https://footnote.example.org' }

  it('begins where the host of APP_URL is not loopback, whatever NODE_ENV says', () => {
    expect(parseEnv({ ...complete, NODE_ENV: 'production' }).isProduction).toBe(false)
    expect(problemsOf(production)).not.toBe('')
  })

  it('refuses the development mailbox', () => {
    expect(problemsOf(production)).toContain('MAIL_DELIVERY')
  })

  it('refuses an address without TLS', () => {
    expect(problemsOf({ ...production, APP_URL: 'http://footnote.example.org' })).toContain('https://')
  })

  it('refuses the embedded database unless it is allowed by name', () => {
    const embedded = { ...production, FOOTNOTE_DATABASE_KIND: 'embedded' }
    expect(problemsOf(embedded)).toContain('power cut')
    expect(problemsOf({ ...embedded, EMBEDDED_DATABASE_IN_PRODUCTION: 'yes' })).toContain('power cut')
    expect(problemsOf({ ...embedded, EMBEDDED_DATABASE_IN_PRODUCTION: 'allowed' })).not.toContain('power cut')
  })

  it('refuses to listen to strangers without APP_URL', () => {
    expect(problemsOf({ ...complete, HOST: '0.0.0.0' })).toContain('Set APP_URL')
    expect(problemsOf({ ...complete, HOST: '::1' })).toBe('')
  })
})

describe('isLoopback', () => {
  it.each(['localhost', '127.0.0.1', '127.9.9.9', '[::1]', 'app.localhost'])('holds for %s', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each(['0.0.0.0', 'example.org', '127.0.0.1.example.org', '10.0.0.1', 'localhost.example.org'])(
    'fails for %s',
    (host) => {
      expect(isLoopback(host)).toBe(false)
    },
  )
})
