import { AppError } from '#lib/platform/errors.ts'
import { ROLES, type Role, type UserContext } from './context.ts'

/** Whether `role` may do what `needed` may. */
export function hasRole(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed)
}

/**
 * The first line of a service that not every member may call.
 *
 * @throws AppError forbidden
 */
export function requireRole(ctx: { role: Role }, needed: Role): void {
  if (!hasRole(ctx.role, needed)) {
    throw new AppError(
      'forbidden',
      `Your role here is ${ctx.role}; this takes ${needed}. Ask an owner of the workspace.`,
      {
        role: ctx.role,
        requiredRole: needed,
      },
    )
  }
}

/**
 * The first line of a service for those who operate the platform. `isStaff` was read from the database with the session
 * of this very call.
 *
 * @throws AppError forbidden, also for nobody.
 */
export function requireStaff(user: Pick<UserContext, 'isStaff'> | null): void {
  if (!user?.isStaff) throw new AppError('forbidden', 'This is for those who operate Footnote.')
}
