import { ROLES, type Role, type UserContext, type WorkspaceContext } from '#lib/auth/context.ts'
import { AppError } from '#lib/platform/errors.ts'
import { idSchema } from '#lib/platform/http/schema.ts'
import { log } from '#lib/platform/log.ts'
import { findSession, type SessionRow, touchSession, type WorkspaceName } from './repository.ts'
import { decodeSession, findCookie } from './session-cookie.ts'

/** Who calls. `user` is null for an API key; `ctx` is null where no workspace was named. */
export interface Caller {
  user: UserContext | null
  ctx: WorkspaceContext | null
}

export interface AuthenticateOptions {
  requestId: string
  /** true demands a workspace, `optional` takes one when it is named. */
  workspace: boolean | 'optional'
  /** Whether an API key may call. Without it a bearer is nobody. */
  takesKeys: boolean
}

/**
 * Turns a request into who calls and in which workspace, by the session cookie and `X-Workspace-Id` or `?ws=`. The only
 * reader of the cookie besides next-auth.
 *
 * @throws AppError unauthenticated, workspace_required, not_found (not a member, or no such workspace).
 */
export async function authenticateRequest(request: Request, options: AuthenticateOptions): Promise<Caller> {
  // Keys come later; until then a bearer is refused outright, never quietly taken for the cookie beside it.
  if (request.headers.has('authorization')) throw new AppError('unauthenticated', 'This key is not valid.')
  const named = options.workspace === false ? null : nameWorkspace(request)
  const row = await readSession(request.headers, named ?? 'personal')
  if (!row) throw new AppError('unauthenticated', 'Nobody is signed in. Sign in and try again.')
  const user = toUser(row, options.requestId)
  if (named === null) {
    if (options.workspace !== true) return { user, ctx: null }
    throw new AppError('workspace_required', 'Say which workspace, by the header X-Workspace-Id or by ?ws=.')
  }
  const ctx = toWorkspace(row, options.requestId)
  if (!ctx) throw new AppError('not_found', 'No such workspace, or not a member of it.')
  return { user, ctx }
}

/** The session row behind a request's cookie, or null. Notes its use in passing. */
export async function readSession(headers: Headers, workspace: WorkspaceName): Promise<SessionRow | null> {
  const claims = await decodeSession(findCookie(headers, 'session') ?? undefined)
  if (!claims) return null
  const row = await findSession(claims, workspace)
  if (row?.isStale) {
    touchSession(row.sessionId).catch((error: unknown) => log.warn({ err: error }, 'session not touched'))
  }
  return row
}

/** The person of a session row. */
export function toUser(row: SessionRow, requestId: string): UserContext {
  const { sessionId, userId, email, isStaff, authenticatedAt } = row
  return { userId, sessionId, email, isStaff, authenticatedAt, requestId }
}

/** The person in the workspace of a session row; null when they are no member. */
export function toWorkspace(row: SessionRow, requestId: string): WorkspaceContext | null {
  const role = toRole(row.role)
  if (!row.workspaceId || !role) return null
  return {
    workspaceId: row.workspaceId,
    userId: row.userId,
    role,
    surface: 'web',
    sessionId: row.sessionId,
    requestId,
  }
}

function nameWorkspace(request: Request): WorkspaceName | null {
  const given = request.headers.get('x-workspace-id') ?? new URL(request.url).searchParams.get('ws')
  if (given === null) return null
  // What is no id belongs to nobody, like an id that nobody has.
  if (!idSchema.safeParse(given).success) throw new AppError('not_found', 'No such workspace.')
  return { id: given }
}

function toRole(value: string | null): Role | null {
  return ROLES.find((role) => role === value) ?? null
}
