import type { UserContext, WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { withTenant, withUser } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { insertAuditEntry, listMemberships, updateWorkspaceName } from './repository.ts'
import type { UpdateWorkspace, Workspace, WorkspaceList } from './schema.ts'

/** What a person belongs to, the personal workspace first. */
export function listWorkspaces(user: UserContext): Promise<WorkspaceList> {
  return withUser(user.userId, async (tx) => ({
    items: await listMemberships(tx, user.userId),
    nextCursor: null,
  }))
}

/** @throws AppError not_found when the person is no member of it. */
export async function getWorkspace(user: { userId: string }, workspaceId: string): Promise<Workspace> {
  const workspaces = await withUser(user.userId, (tx) => listMemberships(tx, user.userId))
  const found = workspaces.find(({ id }) => id === workspaceId)
  if (!found) throw new AppError('not_found', 'No such workspace.')
  return found
}

/**
 * Renames a workspace; its address stays, so that links keep working.
 *
 * @throws AppError not_found (no member), forbidden (below admin).
 */
export async function updateWorkspace(
  user: UserContext,
  workspaceId: string,
  { name }: UpdateWorkspace,
): Promise<Workspace> {
  const workspace = await getWorkspace(user, workspaceId)
  requireRole(workspace, 'admin')
  const ctx: Pick<WorkspaceContext, 'workspaceId' | 'userId'> = { workspaceId, userId: user.userId }
  await withTenant(ctx, async (tx) => {
    await updateWorkspaceName(tx, workspaceId, name)
    const detail = { from: workspace.name, to: name }
    await insertAuditEntry(tx, { workspaceId, actorUserId: user.userId, action: 'workspace.renamed', detail })
  })
  return { ...workspace, name }
}

/**
 * Refuses a further workspace: a person has one Free workspace, and it was made with them.
 *
 * @throws AppError feature_not_in_plan, always.
 */
export function refuseSecondFreeWorkspace(): never {
  throw new AppError(
    'feature_not_in_plan',
    'Everybody has one free workspace. Another one takes the Team plan.',
    {
      feature: 'members',
      requiredPlan: 'team',
    },
  )
}
