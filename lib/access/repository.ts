import { hashSecret } from '#lib/auth/index.ts'
import { type Tx, withPlatform } from '#lib/platform/db/index.ts'
import type { SessionClaims } from './session-cookie.ts'

/** Who a session belongs to, with the role in one workspace when one was asked for. */
export interface SessionRow {
  sessionId: string
  userId: string
  email: string
  name: string
  isStaff: boolean
  authenticatedAt: Date
  /** Whether the last use is long enough ago to be written down again. */
  isStale: boolean
  workspaceId: string | null
  slug: string | null
  workspaceName: string | null
  role: string | null
}

/** How a request names its workspace: by id, by the slug of a page, or as the personal one. */
export type WorkspaceName = { id: string } | { slug: string } | 'personal'

/**
 * The session behind a cookie, its person and the membership, in one statement. A session ends after 14 days without
 * use and 30 days in all.
 */
export function findSession(claims: SessionClaims, workspace: WorkspaceName): Promise<SessionRow | null> {
  const { id, slug } = toFilter(workspace)
  return withPlatform('resolveContext', async (tx: Tx) => {
    const [row] = await tx.$queryRaw<SessionRow[]>`
      SELECT s.id AS "sessionId", u.id AS "userId", u.email, u.name, u.is_staff AS "isStaff",
             s.authenticated_at AS "authenticatedAt", s.last_seen_at < now() - interval '5 minutes' AS "isStale",
             w.id AS "workspaceId", w.slug, w.name AS "workspaceName", w.role
      FROM session s
      JOIN "user" u ON u.id = s.user_id
      LEFT JOIN LATERAL (
        SELECT w.id, w.slug, w.name, m.role
        FROM membership m JOIN workspace w ON w.id = m.workspace_id
        WHERE m.user_id = s.user_id
          AND CASE
                WHEN ${id}::uuid IS NOT NULL THEN w.id = ${id}::uuid
                WHEN ${slug}::text IS NOT NULL THEN w.slug = ${slug}::text
                ELSE w.personal_user_id = s.user_id
              END
      ) w ON true
      WHERE s.secret_hash = ${hashSecret(claims.sid)}::bytea AND s.user_id = ${claims.sub}::uuid
        AND s.expires_at > now() AND s.last_seen_at > now() - interval '14 days'`
    return row ?? null
  })
}

/** Writes down that a session is in use; at most every five minutes, which is enough for a limit of 14 days. */
export async function touchSession(sessionId: string): Promise<void> {
  await withPlatform(
    'touchSession',
    (tx) => tx.$executeRaw`UPDATE session SET last_seen_at = now() WHERE id = ${sessionId}::uuid`,
  )
}

function toFilter(workspace: WorkspaceName): { id: string | null; slug: string | null } {
  if (workspace === 'personal') return { id: null, slug: null }
  return 'id' in workspace ? { id: workspace.id, slug: null } : { id: null, slug: workspace.slug }
}
