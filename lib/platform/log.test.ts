import { describe, expect, it } from 'vitest'
import { createLogger } from './log.ts'

const CANARY = 'canary7f3a9'

function written(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = []
  write(createLogger({ write: (line) => void lines.push(line) }))
  return lines.join('')
}

describe('log', () => {
  it.each([
    ['a password', { password: CANARY }],
    ['a nested token', { input: { deep: { tokenHash: CANARY } } }],
    [
      'request headers',
      { headers: new Headers({ authorization: CANARY, cookie: CANARY, 'stripe-signature': CANARY }) },
    ],
    ['plain headers in any case', { headers: { 'Set-Cookie': CANARY, Authorization: `Bearer ${CANARY}` } }],
    ['a list of objects', { users: [{ name: 'Ada', passwordHash: CANARY }] }],
    ['what people asked', { question: CANARY, prompt: CANARY }],
    ['what documents say', { passages: [{ text: CANARY }], quote: CANARY }],
    ['bytes', { file: new TextEncoder().encode(CANARY) }],
    ['a connection string', { url: `postgresql://app:${CANARY}@db:5432/app` }],
    ['a link with a secret', { link: `https://x.test/verify?token=${CANARY}&next=/` }],
  ])('never writes %s', (_what, fields) => {
    expect(written((log) => log.info(fields, 'something happened'))).not.toContain(CANARY)
  })

  it('takes secrets out of messages, errors, their causes and children', () => {
    const error = Object.assign(
      new Error(`failed for Bearer ${CANARY}`, { cause: new Error(`token=${CANARY}`) }),
      {
        sessionToken: CANARY,
      },
    )
    const lines = written((log) => {
      log.error({ err: error }, 'it broke')
      log.info(`Authorization: Bearer ${CANARY}`)
      log.child({ requestId: 'r1', cookie: CANARY }).warn('child')
    })
    expect(lines).not.toContain(CANARY)
    expect(lines).toContain('"requestId":"r1"')
    expect(lines).toContain('it broke')
  })

  it('keeps what an operator needs: type, message and stack of an error', () => {
    const line = JSON.parse(written((log) => log.error({ err: new TypeError('no such page') }, 'x')))
    expect(line).toMatchObject({
      level: 'error',
      msg: 'x',
      err: { type: 'TypeError', message: 'no such page' },
    })
    expect(line.err.stack).toContain('log.test.ts')
  })
})
