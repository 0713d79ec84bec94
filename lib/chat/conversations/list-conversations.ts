import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { listConversationRows } from '#lib/chat/conversation-repository.ts'
import type { Conversation } from '#lib/chat/schema.ts'
import { serializeConversation } from '#lib/chat/serializers.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { parseCursor, toCursor } from '#lib/platform/http/cursor.ts'
import { requireOwner } from './require-owner.ts'

const DEFAULT_PAGE_SIZE = 50

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
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: page.map(serializeConversation),
    nextCursor: last ? toCursor({ at: last.updatedAt, id: last.id }) : null,
  }
}
