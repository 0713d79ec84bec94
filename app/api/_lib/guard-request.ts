import { authenticateRequest, type Caller } from '#lib/access/index.ts'
import type { Role } from '#lib/auth/context.ts'
import { requireRole, requireStaff } from '#lib/auth/index.ts'
import { assertSameOrigin } from './assert-same-origin.ts'
import type { RouteAccess, WorkspaceNeed } from './route-spec.ts'

/** Who may come in, for `guardRequest`. */
export interface Guard {
  access: RouteAccess
  workspace: WorkspaceNeed
  role?: Role
  requestId: string
}

const NOBODY: Caller = { user: null, ctx: null }
const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * The first gate of every handler, those of foreign protocols included: who calls, from our own pages, in which role.
 *
 * @throws AppError unauthenticated, workspace_required, not_found (no member of that workspace), cross_origin, forbidden.
 */
export async function guardRequest(request: Request, guard: Guard): Promise<Caller> {
  const caller =
    guard.access === 'public'
      ? NOBODY
      : await authenticateRequest(request, {
          requestId: guard.requestId,
          workspace: guard.workspace,
          takesKeys: guard.access === 'session-or-key',
        })
  // A key is sent on purpose, a cookie by any page that the browser shows.
  if (!READING.has(request.method) && !caller.ctx?.apiKeyId) assertSameOrigin(request)
  if (guard.role && caller.ctx) requireRole(caller.ctx, guard.role)
  if (guard.access === 'staff') requireStaff(caller.user)
  return caller
}
