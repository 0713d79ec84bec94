import { describe, expect, it } from 'vitest'
import { createSecret, requestSignUp, resendVerification } from '#lib/auth/index.ts'
import { isAppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { createUser } from '#lib/testing/factories.ts'
import { lastMailedToken } from '#lib/testing/mailed-token.ts'
import { completeSignUp, getMe } from './index.ts'
import { meSchema } from './schema.ts'

const PASSWORD = 'seven quiet otters read'

async function begin(input: { email?: string; password?: string; name?: string; start?: 'sample' } = {}) {
  const email = input.email ?? `ada-${createId()}@example.com`
  const browserSecret = createSecret()
  await requestSignUp(
    {
      email,
      password: input.password ?? PASSWORD,
      name: input.name ?? 'Ada',
      ...(input.start ? { start: input.start } : {}),
    },
    browserSecret,
  )
  return { email, browserSecret, token: await lastMailedToken(email) }
}

async function countOf(email: string) {
  const [row] = await ownerQuery<{ count: number }>(
    'SELECT count(*)::int AS count FROM "user" WHERE email = $1',
    [email],
  )
  return row?.count
}

describe('completeSignUp', () => {
  it('makes person, workspace, membership, account, credits and audit entry', async () => {
    const { token, browserSecret, email } = await begin({ name: 'Ada Lovelace' })
    const done = await completeSignUp({ token, browserSecret, password: undefined })

    const me = meSchema.parse(await getMe(done.userId, null))
    expect(me.user).toMatchObject({ email, name: 'Ada Lovelace', emailVerified: true, isStaff: false })
    expect(me.active).toMatchObject({ workspaceId: done.workspaceId, role: 'owner', plan: { key: 'free' } })
    expect(me.active.usage.credits).toMatchObject({ granted: 50, used: 0, held: 0 })
    expect(done.slug).toMatch(/^ada-lovelace/)
    const audit = await ownerQuery('SELECT action FROM audit_entry WHERE workspace_id = $1', [
      done.workspaceId,
    ])
    expect(audit).toEqual([{ action: 'user.signed_up' }])
  })

  it('remembers what the person came for, and forgets it for a later sign-up without', async () => {
    const came = await begin({ start: 'sample' })
    const { start } = await completeSignUp({ ...came, password: undefined })
    expect(start).toBe('sample')

    const first = await begin({ start: 'sample' })
    const second = await begin({ email: first.email })
    expect(await completeSignUp({ ...second, password: undefined })).toMatchObject({ start: null })
  })

  it('lets exactly one of two parallel uses of a link succeed', async () => {
    const { token, browserSecret, email } = await begin()
    const attempts = await Promise.allSettled(
      [1, 2].map(() => completeSignUp({ token, browserSecret, password: undefined })),
    )
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await countOf(email)).toBe(1)
  })

  it('asks another browser for the password that was chosen at sign-up, and does not use the link up', async () => {
    const { token, email } = await begin()
    const invalid = (error: unknown) => isAppError(error, 'invalid')
    const elsewhere = { token, browserSecret: createSecret() }
    await expect(completeSignUp({ ...elsewhere, password: undefined })).rejects.toSatisfy(invalid)
    await expect(completeSignUp({ ...elsewhere, password: 'quite another one' })).rejects.toSatisfy(invalid)
    expect(await countOf(email)).toBe(0)
    await expect(completeSignUp({ ...elsewhere, password: PASSWORD })).resolves.toMatchObject({ email })
  })

  it('takes only the link of the latest sign-up', async () => {
    const first = await begin()
    const second = await begin({ email: first.email, password: 'another five words here' })
    await expect(completeSignUp({ ...first, password: undefined })).rejects.toSatisfy((error) =>
      isAppError(error, 'expired'),
    )
    await expect(completeSignUp({ ...second, password: undefined })).resolves.toMatchObject({
      email: first.email,
    })
  })

  it('refuses a link after 30 minutes of the database’s time', async () => {
    const { token, browserSecret, email } = await begin()
    await ownerQuery("UPDATE one_time_token SET expires_at = now() - interval '1 second' WHERE email = $1", [
      email,
    ])
    await expect(completeSignUp({ token, browserSecret, password: undefined })).rejects.toSatisfy((error) =>
      isAppError(error, 'expired'),
    )
  })

  it('leaves nothing behind when a part of it fails', async () => {
    const { token, browserSecret, email } = await begin()
    await ownerQuery('ALTER TABLE billing_account RENAME TO billing_account_away')
    try {
      await expect(completeSignUp({ token, browserSecret, password: undefined })).rejects.toThrow()
    } finally {
      await ownerQuery('ALTER TABLE billing_account_away RENAME TO billing_account')
    }
    expect(await countOf(email)).toBe(0)
    await expect(completeSignUp({ token, browserSecret, password: undefined })).resolves.toMatchObject({
      email,
    })
  })

  it('stores neither the token nor the password, only their hashes', async () => {
    const { token, email } = await begin()
    const rows = await ownerQuery<{ row: string }>(
      'SELECT t::text AS row FROM one_time_token t WHERE email = $1',
      [email],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.row).not.toContain(token)
    expect(rows[0]?.row).not.toContain(PASSWORD)
    expect(rows[0]?.row).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
  })

  it('mails a known address that it has an account, and makes no link', async () => {
    const { email } = await createUser()
    await requestSignUp({ email, password: PASSWORD }, createSecret())
    expect(await ownerQuery('SELECT id FROM one_time_token WHERE email = $1', [email])).toEqual([])
    const mails = await ownerQuery<{ subject: string }>(
      "SELECT payload->>'subject' AS subject FROM outbox WHERE payload->>'to' = $1",
      [email],
    )
    expect(mails).toEqual([{ subject: 'You already have an account' }])
  })

  it('mails no words of whoever signed up to an address that nobody has confirmed', async () => {
    const name = 'You won at casino.example'
    const { email } = await begin({ name })
    const mails = await ownerQuery<{ mail: string }>(
      "SELECT payload::text AS mail FROM outbox WHERE payload->>'to' = $1",
      [email],
    )
    expect(mails).toHaveLength(1)
    expect(mails[0]?.mail).not.toContain(name)
  })

  it('fills nobody’s inbox, says nothing about it, and leaves the link of the last mail working', async () => {
    const email = `ada-${createId()}@example.com`
    const browserSecret = createSecret()
    const signUp = () => requestSignUp({ email, password: PASSWORD }, browserSecret)
    for (let at = 0; at < 4; at += 1) await signUp()
    await resendVerification(email)
    const token = await lastMailedToken(email)
    await signUp()
    await resendVerification(email)
    const [row] = await ownerQuery<{ mails: number }>(
      "SELECT count(*)::int AS mails FROM outbox WHERE payload->>'to' = $1",
      [email],
    )
    expect(row?.mails).toBe(5)
    await expect(completeSignUp({ token, browserSecret, password: undefined })).resolves.toMatchObject({
      email,
    })
  })

  it('gives two people of one name two addresses', async () => {
    const [one, other] = [await createUser({ name: 'Same Name' }), await createUser({ name: 'Same Name' })]
    expect(one?.slug).not.toBe(other?.slug)
  })
})
