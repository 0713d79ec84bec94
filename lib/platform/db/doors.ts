import { rootClient } from './client.ts'
import { translateDatabaseError } from './errors.ts'
import type { Prisma } from './generated/client.ts'
import { assertOutsideDoor, runInsideDoor } from './guard.ts'
import type { PlatformOperation } from './operations.ts'

/** What a door hands out: the ORM's client, bound to the door's transaction. */
export type Tx = Prisma.TransactionClient

interface Scope {
  role: 'app_user' | 'app_platform'
  workspaceId: string
  userId: string
}

/**
 * Tenant data: one transaction that sees and writes the rows of `ctx.workspaceId` only.
 *
 * Never wait for a model, HTTP or a disk inside, and open no other door there.
 * @throws AppError unavailable when the database cannot be reached or answers too late.
 */
export function withTenant<T>(
  ctx: { workspaceId: string; userId: string | null },
  fn: (tx: Tx) => Promise<T>,
): Promise<T> {
  const scope: Scope = { role: 'app_user', workspaceId: ctx.workspaceId, userId: ctx.userId ?? '' }
  return openDoor('withTenant', scope, fn)
}

/**
 * What a person owns across workspaces: their account, sessions, memberships and the workspaces behind them.
 * @throws AppError unavailable
 */
export function withUser<T>(userId: string, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return openDoor('withUser', { role: 'app_user', workspaceId: '', userId }, fn)
}

/**
 * One of the named operations that look across workspaces (operations.ts), on a role that cannot see content.
 * @throws AppError unavailable
 */
export function withPlatform<T>(operation: PlatformOperation, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return openDoor(`withPlatform(${operation})`, { role: 'app_platform', workspaceId: '', userId: '' }, fn)
}

async function openDoor<T>(name: string, scope: Scope, fn: (tx: Tx) => Promise<T>): Promise<T> {
  assertOutsideDoor(`${name} was opened`)
  try {
    return await rootClient().$transaction(async (tx) => {
      // All three, always, and local: a connection of the pool must not remember who used it before.
      await tx.$queryRaw`
        SELECT set_config('role', ${scope.role}::text, true),
               set_config('app.workspace_id', ${scope.workspaceId}::text, true),
               set_config('app.user_id', ${scope.userId}::text, true)`
      return runInsideDoor(name, () => fn(tx))
    })
  } catch (error) {
    throw translateDatabaseError(error)
  }
}
