import { AppError } from '#lib/platform/errors.ts'
import { ROLES, type Role } from './context.ts'

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
