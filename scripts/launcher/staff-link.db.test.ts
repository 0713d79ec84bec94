import { beforeEach, describe, expect, it } from 'vitest'
import { claimStaff } from '#lib/admin/index.ts'
import { ownerQuery, testDatabase } from '#lib/testing/database.ts'
import { createUser, type TestUser } from '#lib/testing/factories.ts'
import { toUserContext } from '#lib/testing/staff.ts'
import { describeStaffLink, offerStaffLink, renewStaffLink } from './staff-link.ts'

const APP_URL = 'http://localhost:3000'
let user: TestUser

const claim = (who: TestUser, token: string) => claimStaff(toUserContext(who), token)
const offer = () => offerStaffLink(testDatabase().appUrl, APP_URL)
const renew = async () => tokenOf((await renewStaffLink(testDatabase().appUrl, APP_URL)).url)

function tokenOf(url: string): string {
  const token = new URL(url).searchParams.get('token')
  if (!token) throw new Error(`no token in ${url}`)
  return token
}

async function listStaff(): Promise<string[]> {
  return (await ownerQuery<{ id: string }>('SELECT id FROM "user" WHERE is_staff')).map(({ id }) => id)
}

beforeEach(async () => {
  await ownerQuery('UPDATE "user" SET is_staff = false')
  await ownerQuery(`DELETE FROM one_time_token WHERE purpose = 'first_staff'`)
  user = await createUser()
})

describe('the link of the first staff user', () => {
  it('is offered once, and stored as a hash only', async () => {
    const first = await offer()
    const token = tokenOf(first?.url ?? '')
    expect(first?.url).toBe(`${APP_URL}/staff-setup?token=${token}`)
    expect(await offer()).toEqual({ url: null })
    const stored = await ownerQuery('SELECT * FROM one_time_token WHERE purpose = $1', ['first_staff'])
    expect(JSON.stringify(stored)).not.toContain(token)
    expect(stored).toHaveLength(1)
  })

  it('is offered once by several launchers that start together', async () => {
    const offers = await Promise.all([offer(), offer(), offer()])
    expect(offers.filter((link) => link?.url)).toHaveLength(1)
  })

  it('is printed at the first start, then where to get another, and nothing once somebody is staff', async () => {
    const lines = () => describeStaffLink(testDatabase().appUrl, APP_URL)
    const first = await lines()
    expect(first).toContain(`${APP_URL}/staff-setup?token=`)
    const second = await lines()
    expect(second).toContain('npm run staff:link')
    expect(second).not.toContain('token=')
    await claim(user, tokenOf(first.trim().split(/\s+/).at(-1) ?? ''))
    expect(await lines()).toBe('')
  })

  it('is not said to have been printed when the database does not answer', async () => {
    const line = await describeStaffLink('postgres://nobody@127.0.0.1:1/none', APP_URL)
    expect(line).toContain('could not be made')
    expect(line).not.toContain('earlier start')
  })

  it('makes whoever uses it staff, and is written down', async () => {
    await claim(user, await renew())
    expect(await listStaff()).toEqual([user.userId])
    const [entry] = await ownerQuery<{ workspaceId: string; actor: string; detail: object }>(
      `SELECT workspace_id AS "workspaceId", actor_user_id AS actor, detail FROM audit_entry
       WHERE action = 'staff.claimed' AND actor_user_id = $1`,
      [user.userId],
    )
    expect(entry).toEqual({
      workspaceId: user.workspaceId,
      actor: user.userId,
      detail: { before: { isStaff: false }, after: { isStaff: true } },
    })
  })

  it('is dead after its use, and none is offered while somebody is staff', async () => {
    const token = await renew()
    await claim(user, token)
    await expect(claim(await createUser(), token)).rejects.toMatchObject({ code: 'expired', status: 410 })
    expect(await offer()).toBeNull()
    expect(await listStaff()).toEqual([user.userId])
  })

  it('makes one of several who use it at once staff', async () => {
    const token = await renew()
    const people = await Promise.all(Array.from({ length: 5 }, () => createUser()))
    const results = await Promise.allSettled(people.map((person) => claim(person, token)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await listStaff()).toHaveLength(1)
  })

  it('stops working when a new one is made', async () => {
    const former = await renew()
    const { url, replaced } = await renewStaffLink(testDatabase().appUrl, APP_URL)
    expect(replaced).toBe(true)
    const entries = await ownerQuery(
      `SELECT detail FROM audit_entry WHERE action = 'staff.link_renewed' ORDER BY id DESC`,
    )
    expect(entries[0]).toEqual({ detail: { after: { replaced: true } } })
    expect(JSON.stringify(entries)).not.toContain(tokenOf(url))
    await expect(claim(user, former)).rejects.toMatchObject({ code: 'expired' })
    await claim(user, tokenOf(url))
    expect(await listStaff()).toEqual([user.userId])
  })

  it('does not work after its time, and another one is offered then', async () => {
    const token = await renew()
    await ownerQuery(`UPDATE one_time_token SET expires_at = now() - interval '1 second'`)
    await expect(claim(user, token)).rejects.toMatchObject({ code: 'expired' })
    expect((await offer())?.url).toContain('/staff-setup?token=')
  })

  it('is no link of another purpose, and the other way round', async () => {
    const token = await renew()
    await ownerQuery(`UPDATE one_time_token SET purpose = 'verify_email' WHERE purpose = 'first_staff'`)
    await expect(claim(user, token)).rejects.toMatchObject({ code: 'expired' })
    expect(await listStaff()).toEqual([])
  })

  it('is not used up by somebody who is staff already', async () => {
    await claim(user, await renew())
    const token = await renew()
    await expect(claimStaff({ ...toUserContext(user), isStaff: true }, token)).rejects.toMatchObject({
      code: 'conflict',
    })
    const second = await createUser()
    await claim(second, token)
    expect((await listStaff()).sort()).toEqual([user.userId, second.userId].sort())
  })
})
