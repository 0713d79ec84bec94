import type { WorkspaceContext } from '#lib/auth/context.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { getEntitlements } from './entitlements.ts'
import { insertDismissal } from './notice-repository.ts'

/**
 * Puts a notice away for one person. Its key holds the period, so the next one brings it again.
 *
 * @throws AppError invalid (a notice that stays until its cause is gone, or none at all); unauthenticated for a job.
 */
export async function dismissNotice(ctx: WorkspaceContext, key: string): Promise<void> {
  const { workspaceId, userId, role } = ctx
  if (userId === null) throw new AppError('unauthenticated', 'Only a person can put a notice away.')
  return withTenant(ctx, async (tx) => {
    const { notices } = await getEntitlements(tx, workspaceId, { userId: null, role, ownerName: null })
    if (!notices.some((notice) => notice.key === key && notice.dismissible)) {
      const detail = 'This notice cannot be put away: it goes when its cause is gone.'
      throw new AppError('invalid', detail, { errors: [{ pointer: '/key', detail }] })
    }
    await insertDismissal(tx, { workspaceId, userId, noticeKey: key })
  })
}
