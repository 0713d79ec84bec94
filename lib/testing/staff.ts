import type { UserContext } from '#lib/auth/context.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { createUser, type TestUser } from './factories.ts'

/** Somebody who operates the platform, as the launcher's link would make them. */
export async function createStaff(): Promise<UserContext & { user: TestUser }> {
  const user = await createUser({ name: 'Sam Staff' })
  await withPlatform('seed', (tx) =>
    tx.user.updateMany({ where: { id: user.userId }, data: { isStaff: true } }),
  )
  return { ...toUserContext(user), isStaff: true, user }
}

/** A person as services see them who has signed in just now. */
export function toUserContext({ userId, email }: { userId: string; email: string }): UserContext {
  return {
    ...{ userId, email, isStaff: false, sessionId: createId() },
    ...{ authenticatedAt: new Date(), requestId: createId() },
  }
}
