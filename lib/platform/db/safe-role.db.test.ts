import { afterAll, beforeEach, expect, it } from 'vitest'
import { processState } from '#lib/platform/process-state.ts'
import { createTestLogin, superuserQuery, testDatabase } from '#lib/testing/database.ts'
import { assertSafeRole, closeDatabase } from './index.ts'

const { DATABASE_URL } = process.env
const { ownerUrl, superuserUrl } = testDatabase()
const owner = new URL(ownerUrl).username
const superuser = new URL(superuserUrl).username
const login = await createTestLogin()

/** The app as it would start with another DATABASE_URL. */
async function logInAs(url: string | undefined): Promise<void> {
  await closeDatabase()
  process.env.DATABASE_URL = url
  Object.assign(globalThis, { [Symbol.for('footnote.env')]: undefined })
  processState('env', () => undefined)
}
beforeEach(() => logInAs(login.url))
afterAll(async () => {
  await logInAs(DATABASE_URL)
  await login.remove()
})

it("accepts the app's own login role", async () => {
  await expect(assertSafeRole()).resolves.toBeUndefined()
})

it('refuses a superuser', async () => {
  await logInAs(superuserUrl)
  await expect(assertSafeRole()).rejects.toThrow(/is a superuser/)
})

it.each([
  [
    'a member of a superuser role',
    `GRANT ${superuser} TO ${login.name}`,
    `REVOKE ${superuser} FROM ${login.name}`,
    /superuser/,
  ],
  [
    'a role that bypasses row-level security',
    `ALTER ROLE ${login.name} BYPASSRLS`,
    `ALTER ROLE ${login.name} NOBYPASSRLS`,
    /bypasses/,
  ],
  [
    'an owner of a table',
    `ALTER TABLE blob OWNER TO ${login.name}`,
    `ALTER TABLE blob OWNER TO ${owner}`,
    /owns tables/,
  ],
  [
    'a role that cannot use the doors',
    `REVOKE app_platform FROM ${login.name}`,
    `GRANT app_platform TO ${login.name}`,
    /not a member/,
  ],
])('refuses %s', async (_, change, back, expected) => {
  await superuserQuery(change)
  try {
    await expect(assertSafeRole()).rejects.toThrow(expected)
  } finally {
    await superuserQuery(back)
  }
})
