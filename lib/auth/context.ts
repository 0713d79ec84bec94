/** Roles of a member, the weakest first. */
export const ROLES = ['viewer', 'member', 'admin', 'owner'] as const
export type Role = (typeof ROLES)[number]

/** Where a call came from; written to the ledger. */
export type Surface = 'web' | 'api' | 'mcp' | 'job'

/** Somebody who has signed in, in no workspace in particular. Built by lib/access only. */
export interface UserContext {
  readonly userId: string
  readonly sessionId: string
  readonly email: string
  readonly isStaff: boolean
  readonly authenticatedAt: Date
  readonly requestId: string
}

/** Somebody (or a key, or a job) acting in one workspace. Built by lib/access for requests and lib/jobs for jobs. */
export interface WorkspaceContext {
  readonly workspaceId: string
  /** null for a job that no person started. */
  readonly userId: string | null
  readonly role: Role
  readonly surface: Surface
  readonly apiKeyId?: string
  readonly sessionId?: string
  readonly requestId: string
}
