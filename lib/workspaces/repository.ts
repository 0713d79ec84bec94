import { randomInt } from 'node:crypto'
import { ROLES, type Role } from '#lib/auth/context.ts'
import { systemClock } from '#lib/platform/clock.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import type { Workspace } from './schema.ts'

/** Stores a person whose address has been verified. */
export async function insertVerifiedUser(
  tx: Tx,
  user: { id: string; email: string; name: string; passwordHash: string },
): Promise<void> {
  await tx.user.createMany({ data: { ...user, emailVerifiedAt: systemClock.now() } })
}

/** Stores a workspace under the first free address of `slug`, `slug-4711`, … @returns the address. */
export async function insertWorkspace(
  tx: Tx,
  workspace: { id: string; name: string; slug: string; personalUserId: string },
): Promise<string> {
  let slug = workspace.slug
  for (;;) {
    // Without an error on a taken address: an error would end the transaction.
    const inserted = await tx.$executeRaw`
      INSERT INTO workspace (id, slug, name, personal_user_id)
      VALUES (${workspace.id}::uuid, ${slug}::text, ${workspace.name}::text, ${workspace.personalUserId}::uuid)
      ON CONFLICT (slug) DO NOTHING`
    if (inserted === 1) return slug
    slug = `${workspace.slug}-${randomInt(1000, 1_000_000)}`
  }
}

export async function insertMembership(
  tx: Tx,
  membership: { workspaceId: string; userId: string; role: Role },
): Promise<void> {
  await tx.membership.createMany({ data: membership })
}

/** Everything a person belongs to, the personal workspace first. */
export async function listMemberships(
  tx: Tx,
  userId: string,
): Promise<(Workspace & { isPersonal: boolean })[]> {
  const rows = await tx.$queryRaw<MembershipRow[]>`
    SELECT w.id, w.slug, w.name, m.role, (w.personal_user_id = ${userId}::uuid) IS TRUE AS "isPersonal"
    FROM membership m JOIN workspace w ON w.id = m.workspace_id
    WHERE m.user_id = ${userId}::uuid
    ORDER BY "isPersonal" DESC, w.name, w.id
    LIMIT 500`
  return rows.map((row) => ({ ...row, role: toRole(row.role) }))
}

export async function updateWorkspaceName(tx: Tx, workspaceId: string, name: string): Promise<void> {
  await tx.$executeRaw`UPDATE workspace SET name = ${name}::text WHERE id = ${workspaceId}::uuid`
}

interface MembershipRow {
  id: string
  slug: string
  name: string
  role: string
  isPersonal: boolean
}

/** A check constraint keeps other words out of the column; an unknown one may do least. */
function toRole(value: string): Role {
  return ROLES.find((role) => role === value) ?? 'viewer'
}
