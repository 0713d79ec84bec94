import type { UserContext } from '#lib/auth/context.ts'
import { requireStaff } from '#lib/auth/index.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { toIdCursor, toPage } from './cursor.ts'
import type { AdminPlanRequest } from './schema.ts'
import { serializePlanRequest } from './serializers.ts'
import { listPlanRequestRows } from './workspaces-repository.ts'

const PAGE_SIZE = 50

/** Wishes for another plan: open ones, the longest wait first, or decided ones, the last first. @throws AppError forbidden */
export async function listPlanRequests(
  user: UserContext,
  { status, cursor }: { status: 'open' | 'decided'; cursor?: string | undefined },
): Promise<{ items: AdminPlanRequest[]; nextCursor: string | null }> {
  requireStaff(user)
  const after = toIdCursor(cursor)
  const rows = await withPlatform('staffRead', (tx) =>
    listPlanRequestRows(tx, { workspaceId: null, status, after, take: PAGE_SIZE + 1 }),
  )
  return toPage(rows, PAGE_SIZE, { serialize: serializePlanRequest, toCursor: ({ id }) => id })
}
