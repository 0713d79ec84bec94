// Rows written past the doors, for tests that need a state and not the way to it.
import type { Role, WorkspaceContext } from '#lib/auth/context.ts'
import { createId } from '#lib/platform/id.ts'
import { ownerQuery } from '#lib/testing/database.ts'

export interface InsertedUser {
  id: string
  email: string
}

export async function insertUser(input: { email?: string; name?: string } = {}): Promise<InsertedUser> {
  const id = createId()
  const email = input.email ?? `${id}@example.com`
  await ownerQuery('INSERT INTO "user" (id, email, name, email_verified_at) VALUES ($1, $2, $3, now())', [
    id,
    email,
    input.name ?? 'Ada Example',
  ])
  return { id, email }
}

/** A workspace with one member, and the context of that member. It has no account: see the billing factory for that. */
export async function insertWorkspace(
  input: { role?: Role; userId?: string } = {},
): Promise<WorkspaceContext> {
  const userId = input.userId ?? (await insertUser()).id
  const workspaceId = createId()
  await ownerQuery('INSERT INTO workspace (id, slug, name) VALUES ($1, $2, $3)', [
    workspaceId,
    `ws-${workspaceId}`,
    'Test workspace',
  ])
  const role = input.role ?? 'owner'
  await insertMembership({ workspaceId, userId, role })
  return { workspaceId, userId, role, surface: 'web', requestId: createId() }
}

export async function insertMembership(input: {
  workspaceId: string
  userId: string
  role: Role
}): Promise<void> {
  await ownerQuery('INSERT INTO membership (workspace_id, user_id, role) VALUES ($1, $2, $3)', [
    input.workspaceId,
    input.userId,
    input.role,
  ])
}

/** A document with one version in the given status. */
export async function insertDocument(
  ctx: { workspaceId: string },
  input: { name?: string; status?: string; mediaType?: string; pageCount?: number } = {},
): Promise<{ documentId: string; versionId: string }> {
  const versionId = createId()
  const documentId = createId()
  await ownerQuery(
    `INSERT INTO document_version (workspace_id, id, sha256, media_type, size_bytes, pipeline_version, settings_hash, status, page_count)
     VALUES ($1, $2, $3, $4, 1000, 1, 'default', $5, $6)`,
    [
      ctx.workspaceId,
      versionId,
      versionId.replaceAll('-', '').padEnd(64, '0'),
      input.mediaType ?? 'application/pdf',
      input.status ?? 'ready',
      input.pageCount ?? 1,
    ],
  )
  await ownerQuery('INSERT INTO document (workspace_id, id, name, version_id) VALUES ($1, $2, $3, $4)', [
    ctx.workspaceId,
    documentId,
    input.name ?? 'Report.pdf',
    versionId,
  ])
  await ownerQuery(
    'INSERT INTO document_revision (workspace_id, document_id, number, version_id) VALUES ($1, $2, 1, $3)',
    [ctx.workspaceId, documentId, versionId],
  )
  return { documentId, versionId }
}
