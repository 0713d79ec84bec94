import type { Tx } from '#lib/platform/db/index.ts'

export interface Owner {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** Who owns a workspace: the first of its owners. Platform operations only: members may not read each other's rows. */
export async function findOwner(tx: Tx, workspaceId: string): Promise<Owner | null> {
  const rows = await tx.$queryRaw<Owner[]>`
    SELECT u.id, u.name, u.email FROM membership m JOIN "user" u ON u.id = m.user_id
    WHERE m.workspace_id = ${workspaceId}::uuid AND m.role = 'owner'
    ORDER BY m.created_at, u.id LIMIT 1`
  return rows[0] ?? null
}

/** Name and address of somebody, for a mail. */
export async function findRecipient(tx: Tx, userId: string): Promise<Owner | null> {
  const rows = await tx.$queryRaw<Owner[]>`SELECT id, name, email FROM "user" WHERE id = ${userId}::uuid`
  return rows[0] ?? null
}

/** What a workspace is called and where it lives. */
export async function findWorkspaceName(
  tx: Tx,
  workspaceId: string,
): Promise<{ name: string; slug: string } | null> {
  const rows = await tx.$queryRaw<{ name: string; slug: string }[]>`
    SELECT name, slug FROM workspace WHERE id = ${workspaceId}::uuid`
  return rows[0] ?? null
}

/** Names of members by id; who has left has none. Platform operations only, as above. */
export async function findNames(
  tx: Tx,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT u.id, u.name FROM membership m JOIN "user" u ON u.id = m.user_id
    WHERE m.workspace_id = ${workspaceId}::uuid AND m.user_id = ANY (${[...userIds]}::uuid[])`
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The addresses of everybody who operates the platform. Platform operations only, as above. */
export async function findStaffAddresses(tx: Tx): Promise<string[]> {
  const rows = await tx.user.findMany({
    where: { isStaff: true },
    orderBy: { id: 'asc' },
    select: { email: true },
  })
  return rows.map(({ email }) => email)
}
