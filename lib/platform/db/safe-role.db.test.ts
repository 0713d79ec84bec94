import { afterEach, expect, it } from 'vitest'
import { processState } from '#lib/platform/process-state.ts'
import { ownerQuery, testDatabase } from '#lib/testing/database.ts'
import { assertSafeRole, closeDatabase } from './index.ts'

const { DATABASE_URL } = process.env

/** The app as it would start with another DATABASE_URL. */
async function logInAs(url: string | undefined): Promise<void> {
  await closeDatabase()
  process.env.DATABASE_URL = url
  Object.assign(globalThis, { [Symbol.for('footnote.env')]: undefined })
  processState('env', () => undefined)
}
afterEach(() => logInAs(DATABASE_URL))

it("accepts the app's own login role", async () => {
  await expect(assertSafeRole()).resolves.toBeUndefined()
})

it('refuses the owner of the tables and superuser', async () => {
  await logInAs(testDatabase().ownerUrl)
  await expect(assertSafeRole()).rejects.toThrow(/is a superuser/)
})

it.each([
  [
    'a member of a superuser role',
    'GRANT postgres TO footnote_app',
    'REVOKE postgres FROM footnote_app',
    /superuser/,
  ],
  [
    'a role that bypasses row-level security',
    'ALTER ROLE footnote_app BYPASSRLS',
    'ALTER ROLE footnote_app NOBYPASSRLS',
    /bypasses/,
  ],
  [
    'an owner of a table',
    'ALTER TABLE blob OWNER TO footnote_app',
    'ALTER TABLE blob OWNER TO postgres',
    /owns tables/,
  ],
  [
    'a role that cannot use the doors',
    'REVOKE app_platform FROM footnote_app',
    'GRANT app_platform TO footnote_app',
    /not a member/,
  ],
])('refuses %s', async (_, change, back, expected) => {
  await ownerQuery(change)
  try {
    await expect(assertSafeRole()).rejects.toThrow(expected)
  } finally {
    await ownerQuery(back)
  }
})
