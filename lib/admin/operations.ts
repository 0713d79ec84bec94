import type { UserContext } from '#lib/auth/context.ts'
import { requireStaff } from '#lib/auth/index.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { toIdCursor, toPage } from './cursor.ts'
import { listLatestChecks, listStaffAudit, sumDenials } from './repository.ts'
import type { AdminAuditEntry, AdminCheck, DenialReport } from './schema.ts'
import { serializeAudit } from './serializers.ts'

const AUDIT_PAGE_SIZE = 50

/** How often which wall said no. @throws AppError forbidden */
export async function getDenials(
  user: UserContext,
  query: { from: string; to: string; workspaceId?: string | undefined },
): Promise<DenialReport> {
  requireStaff(user)
  const { from, to, workspaceId = null } = query
  const rows = await withPlatform('staffRead', (tx) => sumDenials(tx, { from, to, workspaceId }))
  const items = rows.map((row) => ({
    ...row,
    count: Number(row.count),
    workspaces: Number(row.workspaces),
    lastAt: row.lastAt.toISOString(),
  }))
  return { from, to, total: items.reduce((sum, { count }) => sum + count, 0), items }
}

/** The last result of every check of the controls, the broken ones first. @throws AppError forbidden */
export async function listChecks(user: UserContext): Promise<{ items: AdminCheck[] }> {
  requireStaff(user)
  const rows = await withPlatform('staffRead', (tx) => listLatestChecks(tx))
  return {
    items: rows.map(({ ranAt, since, sample, ...row }) => ({
      ...row,
      sample: Array.isArray(sample) ? sample : [],
      ranAt: ranAt.toISOString(),
      since: since.toISOString(),
    })),
  }
}

/** What staff have done, the last first. @throws AppError forbidden, bad_request */
export async function listAudit(
  user: UserContext,
  filter: { workspaceId?: string | undefined; cursor?: string | undefined },
): Promise<{ items: AdminAuditEntry[]; nextCursor: string | null }> {
  requireStaff(user)
  const before = toIdCursor(filter.cursor)
  const { workspaceId = null } = filter
  const rows = await withPlatform('staffRead', (tx) =>
    listStaffAudit(tx, { workspaceId, before, take: AUDIT_PAGE_SIZE + 1 }),
  )
  return toPage(rows, AUDIT_PAGE_SIZE, { serialize: serializeAudit, toCursor: ({ id }) => id })
}
