import { findAccount } from '#lib/auth/index.ts'
import { getEntitlements } from '#lib/billing/index.ts'
import { withTenant, withUser } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { listMemberships } from './repository.ts'
import type { Me } from './schema.ts'

/**
 * Who is signed in, what they belong to, and what the active workspace may do and has used.
 *
 * @param workspaceId the active one; null for the personal one.
 * @throws AppError not_found when the person is no member of it.
 */
export async function getMe(userId: string, workspaceId: string | null): Promise<Me> {
  const active = workspaceId ?? (await findHomeId(userId))
  if (!active) throw noWorkspace()
  return withTenant({ workspaceId: active, userId }, async (tx) => {
    const user = await findAccount(tx, userId)
    const workspaces = (await listMemberships(tx, userId)).map(({ isPersonal: _, ...workspace }) => workspace)
    const role = workspaces.find(({ id }) => id === active)?.role
    if (!role) throw noWorkspace()
    return { user, workspaces, active: { workspaceId: active, role, ...(await getEntitlements(tx, active)) } }
  })
}

async function findHomeId(userId: string): Promise<string | null> {
  const [first] = await withUser(userId, (tx) => listMemberships(tx, userId))
  return first?.id ?? null
}

function noWorkspace(): AppError {
  return new AppError('not_found', 'No such workspace.')
}
