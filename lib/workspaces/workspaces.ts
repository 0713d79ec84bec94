import type { UserContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { upgradeUrl } from '#lib/billing/plans.ts'
import { insertAuditEntry } from '#lib/platform/audit.ts'
import { type Tx, withTenant, withUser } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { listMemberships, updateWorkspaceName } from './repository.ts'
import type { UpdateWorkspace, Workspace, WorkspaceList } from './schema.ts'

/** What a person belongs to, the personal workspace first. */
export function listWorkspaces(user: UserContext): Promise<WorkspaceList> {
  return withUser(user.userId, async (tx) => ({
    items: await listMemberships(tx, user.userId),
    nextCursor: null,
  }))
}

/** @throws AppError not_found when the person is no member of it. */
export function getWorkspace(user: { userId: string }, workspaceId: string): Promise<Workspace> {
  return withUser(user.userId, (tx) => getMembership(tx, user.userId, workspaceId))
}

/**
 * Renames a workspace; its address stays, so that links keep working.
 *
 * @throws AppError not_found (no member), forbidden (below admin).
 */
export function updateWorkspace(
  user: { userId: string },
  workspaceId: string,
  { name }: UpdateWorkspace,
): Promise<Workspace> {
  const { userId } = user
  return withTenant({ workspaceId, userId }, async (tx) => {
    // In the transaction of the change: a role that was taken away meanwhile renames nothing.
    const workspace = await getMembership(tx, userId, workspaceId)
    requireRole(workspace, 'admin')
    await updateWorkspaceName(tx, workspaceId, name)
    const detail = { from: workspace.name, to: name }
    await insertAuditEntry(tx, { workspaceId, actorUserId: userId, action: 'workspace.renamed', detail })
    return { ...workspace, name }
  })
}

async function getMembership(tx: Tx, userId: string, workspaceId: string): Promise<Workspace> {
  const found = (await listMemberships(tx, userId)).find(({ id }) => id === workspaceId)
  if (!found) throw new AppError('not_found', 'No such workspace.')
  return found
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
    { feature: 'members', requiredPlan: 'team', upgradeUrl: upgradeUrl('team'), contactOwner: false },
  )
}
