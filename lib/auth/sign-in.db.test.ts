import { describe, expect, it } from 'vitest'
import { withUser } from '#lib/platform/db/index.ts'
import { isAppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { createUser, TEST_PASSWORD } from '#lib/testing/factories.ts'
import { attemptKey, checkPassword, endSession, hashSecret, startSession } from './index.ts'
import { ATTEMPTS_BEFORE_LOCK } from './repository.ts'

const locked = (error: unknown) => isAppError(error, 'rate_limited')
const browser = { address: null, userAgent: 'test', replaces: null }

async function attempt(email: string, password = 'not the right one') {
  return checkPassword({ email, password }).catch((error: unknown) => error)
}

async function failuresOf(email: string) {
  const [row] = await ownerQuery<{ failures: number; minutes: number }>(
    `SELECT failures, round(extract(epoch FROM locked_until - last_at) / 60)::int AS minutes
     FROM sign_in_attempt WHERE key = $1`,
    [attemptKey('sign-in', email)],
  )
  return row
}

describe('checkPassword', () => {
  it('knows a person by address in any case, and their password', async () => {
    const { email, userId } = await createUser()
    expect(await checkPassword({ email: `  ${email.toUpperCase()} `, password: TEST_PASSWORD })).toBe(userId)
  })

  it('says the same for a wrong password and for an address that nobody has', async () => {
    const { email } = await createUser()
    expect(await attempt(email)).toBeNull()
    expect(await attempt(`${createId()}@example.com`)).toBeNull()
  })

  it.each(['a known address', 'an unknown one'])(
    'evaluates at most ten of 50 attempts at once for %s',
    async (kind) => {
      const email = kind === 'a known address' ? (await createUser()).email : `${createId()}@example.com`
      const results = await Promise.all(Array.from({ length: 50 }, () => attempt(email)))
      expect(results.filter((result) => result === null)).toHaveLength(ATTEMPTS_BEFORE_LOCK)
      expect(results.filter(locked)).toHaveLength(50 - ATTEMPTS_BEFORE_LOCK)
      expect(await failuresOf(email)).toMatchObject({ failures: ATTEMPTS_BEFORE_LOCK, minutes: 15 })
    },
  )

  it('refuses even the right password while locked, and locks for longer each time', async () => {
    const { email, userId } = await createUser()
    for (let i = 0; i < ATTEMPTS_BEFORE_LOCK; i++) await attempt(email)
    expect(locked(await attempt(email, TEST_PASSWORD))).toBe(true)
    const unlock = () =>
      ownerQuery("UPDATE sign_in_attempt SET locked_until = now() - interval '1 second' WHERE key = $1", [
        attemptKey('sign-in', email),
      ])
    await unlock()
    await attempt(email)
    expect(await failuresOf(email)).toMatchObject({ minutes: 30 })
    await unlock()
    expect(await attempt(email, TEST_PASSWORD)).toBe(userId)
    expect(await failuresOf(email)).toBeUndefined()
  })

  it('replaces a hash that was made with less than today’s parameters', async () => {
    const { email, userId } = await createUser()
    const weak = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
    await ownerQuery('UPDATE "user" SET password_hash = $2 WHERE id = $1', [userId, weak])
    expect(await attempt(email, 'password')).toBe(userId)
    const [row] = await ownerQuery<{ hash: string }>(
      'SELECT password_hash AS hash FROM "user" WHERE id = $1',
      [userId],
    )
    expect(row?.hash).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
    expect(await attempt(email, 'password')).toBe(userId)
  })
})

describe('startSession', () => {
  it('ends the session that the browser had before', async () => {
    const { userId } = await createUser()
    const before = await startSession(userId, browser)
    const after = await startSession(userId, { ...browser, replaces: before })
    const hashes = await ownerQuery<{ hash: Buffer }>(
      'SELECT secret_hash AS hash FROM session WHERE user_id = $1',
      [userId],
    )
    expect(hashes.map(({ hash }) => hash.toString('hex'))).toEqual([
      Buffer.from(hashSecret(after)).toString('hex'),
    ])
  })

  it('leaves no row after signing out, and none of anybody else to be seen', async () => {
    const { userId } = await createUser()
    const other = await createUser()
    await startSession(other.userId, browser)
    await endSession(await startSession(userId, browser))
    expect(await withUser(userId, (tx) => tx.session.count({ select: { id: true } }))).toEqual({ id: 0 })
  })
})
