import { findAccount } from '#lib/auth/index.ts'
import { getEntitlements } from '#lib/billing/index.ts'
import { type Tx, withPlatform, withTenant, withUser } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { findOwner } from './owner-repository.ts'
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
  const ctx = { workspaceId: active, userId }
  const read = (ownerName: string | null) => withTenant(ctx, (tx) => readMe(tx, ctx, ownerName))
  const me = await read(null)
  if (me.active.role === 'owner') return me
  // Members may not read the owner's row; they are told the name, to know whom to ask.
  const owner = await withPlatform('findOwner', (tx) => findOwner(tx, active))
  return owner ? read(owner.name) : me
}

async function readMe(
  tx: Tx,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  ownerName: string | null,
): Promise<Me> {
  const user = await findAccount(tx, userId)
  const workspaces = (await listMemberships(tx, userId)).map(({ isPersonal: _, ...workspace }) => workspace)
  const role = workspaces.find(({ id }) => id === workspaceId)?.role
  if (!role) throw noWorkspace()
  const name = role === 'owner' ? user.name : ownerName
  const entitlements = await getEntitlements(tx, workspaceId, { userId, role, ownerName: name })
  return { user, workspaces, active: { workspaceId, role, owner: name ? { name } : null, ...entitlements } }
}

async function findHomeId(userId: string): Promise<string | null> {
  const [first] = await withUser(userId, (tx) => listMemberships(tx, userId))
  return first?.id ?? null
}

function noWorkspace(): AppError {
  return new AppError('not_found', 'No such workspace.')
}
