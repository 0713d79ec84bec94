import type { WorkspaceContext } from '#lib/auth/context.ts'
import { ROLES } from '#lib/auth/context.ts'
import { AppError } from '#lib/platform/errors.ts'

/**
 * Whose work somebody may see: admins and owners everybody's, others their own.
 *
 * @returns the person whose work it is; undefined for everybody's.
 * @throws AppError forbidden for a caller who is nobody in particular and no admin.
 */
export function ownOf(ctx: WorkspaceContext): string | undefined {
  if (ROLES.indexOf(ctx.role) >= ROLES.indexOf('admin')) return undefined
  if (ctx.userId) return ctx.userId
  throw new AppError('forbidden', 'Only admins see what everybody used.')
}
