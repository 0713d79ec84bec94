import type { WorkspaceContext } from '#lib/auth/context.ts'

/** Who a job acts as: the workspace itself, with every right in it, and no person. */
export function createJobContext(workspaceId: string, jobId: string): WorkspaceContext {
  return { workspaceId, userId: null, role: 'owner', surface: 'job', requestId: jobId }
}
