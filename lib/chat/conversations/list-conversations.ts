import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { listConversationRows } from '#lib/chat/conversation-repository.ts'
import type { Conversation } from '#lib/chat/schema.ts'
import { serializeConversation } from '#lib/chat/serializers.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { requireOwner } from './require-owner.ts'

const DEFAULT_PAGE_SIZE = 50
const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** The caller's conversations outside the trash, the last used first. */
export async function listConversations(
  ctx: WorkspaceContext,
  filter: { cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: Conversation[]; nextCursor: string | null }> {
  requireRole(ctx, 'viewer')
  const owner = requireOwner(ctx)
  const before = filter.cursor === undefined ? null : parseCursor(filter.cursor)
  const limit = filter.limit ?? DEFAULT_PAGE_SIZE
  const rows = await withTenant(ctx, (tx) => listConversationRows(tx, owner, { before, take: limit + 1 }))
  const items = rows.slice(0, limit).map(serializeConversation)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? `${last.updatedAt}_${last.id}` : null }
}

function parseCursor(cursor: string): { at: Date; id: string } {
  const [, time = '', id] = CURSOR.exec(cursor) ?? []
  const at = new Date(time)
  // A time that no clock shows, and the year 0 that PostgreSQL does not know, are none of ours either.
  if (!id || !(at.getTime() > 0)) throw new AppError('bad_request', 'The cursor is not one of ours.')
  return { at, id }
}
