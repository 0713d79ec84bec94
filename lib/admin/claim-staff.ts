import type { UserContext } from '#lib/auth/context.ts'
import { consumeToken, hashSecret } from '#lib/auth/index.ts'
import { insertAuditEntry } from '#lib/platform/audit.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { getHomeId, makeStaff } from './repository.ts'

/**
 * Makes the signed-in person staff by the link that the launcher printed. Of several who use one link at once exactly
 * one becomes staff.
 *
 * @throws AppError conflict (is staff already; the link stays as it is), expired (used, replaced or too old).
 */
export async function claimStaff(user: UserContext, token: string): Promise<void> {
  if (user.isStaff) throw new AppError('conflict', 'You are staff already. The link was not used.')
  await withPlatform('claimStaff', async (tx) => {
    const used = await consumeToken(tx, hashSecret(token), 'first_staff')
    if (!used) {
      throw new AppError('expired', 'This link no longer works. `npm run staff:link` prints a new one.')
    }
    await makeStaff(tx, user.userId)
    await insertAuditEntry(tx, {
      workspaceId: await getHomeId(tx, user.userId),
      actorUserId: user.userId,
      action: 'staff.claimed',
      subject: user.userId,
      detail: { before: { isStaff: false }, after: { isStaff: true } },
    })
  })
}
