import { withUser } from '#lib/platform/db/index.ts'
import type { UserContext } from './context.ts'
import { findAccount, listSessions, updateAccountName } from './repository.ts'
import type { Account, SessionList, UpdateAccount } from './schema.ts'

/** The signed-in person. */
export function getAccount(user: { userId: string }): Promise<Account> {
  return withUser(user.userId, (tx) => findAccount(tx, user.userId))
}

/** Changes how a person is called. */
export function updateAccount(user: UserContext, { name }: UpdateAccount): Promise<Account> {
  return withUser(user.userId, async (tx) => {
    await updateAccountName(tx, user.userId, name)
    return findAccount(tx, user.userId)
  })
}

/** Where a person is signed in, the latest use first. */
export function listOwnSessions(user: UserContext): Promise<SessionList> {
  return withUser(user.userId, async (tx) => {
    const rows = await listSessions(tx, user.userId)
    const items = rows.map(({ id, address, userAgent, ...times }) => ({
      id,
      isCurrent: id === user.sessionId,
      address,
      userAgent,
      createdAt: times.createdAt.toISOString(),
      lastSeenAt: times.lastSeenAt.toISOString(),
      expiresAt: times.expiresAt.toISOString(),
    }))
    return { items, nextCursor: null }
  })
}
