import type { WorkspaceContext } from '#lib/auth/context.ts'
import type { Owner } from '#lib/chat/conversation-repository.ts'
import { AppError } from '#lib/platform/errors.ts'

/**
 * Conversations belong to a person, also inside a shared workspace.
 *
 * @throws AppError forbidden for a job that no person started.
 */
export function requireOwner(ctx: WorkspaceContext): Owner {
  if (!ctx.userId) throw new AppError('forbidden', 'Conversations belong to a person. Sign in to use them.')
  return { workspaceId: ctx.workspaceId, userId: ctx.userId }
}
