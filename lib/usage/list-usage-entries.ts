import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { type EntryFilter, type ExplainedEntry, listEntries } from '#lib/billing/index.ts'
import { toCredits } from '#lib/billing/plans.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { type Place, parseCursor, toCursor } from '#lib/platform/http/cursor.ts'
import { findNames, type Names } from './names.ts'
import type { EntriesQuery, UsageEntry } from './schema.ts'
import { ownOf } from './scope.ts'

const DEFAULT_PAGE_SIZE = 50
const DAY_MS = 86_400_000

/**
 * The ledger as people read it, the newest first, each entry with the balance after it and why it is that much. Admins
 * see everybody's work, others their own; what happens to the credits themselves everybody sees.
 *
 * @throws AppError forbidden (somebody else's work), bad_request (a cursor that is not ours).
 */
export async function listUsageEntries(
  ctx: WorkspaceContext,
  query: Omit<EntriesQuery, 'format'>,
): Promise<{ items: UsageEntry[]; nextCursor: string | null }> {
  const take = query.limit ?? DEFAULT_PAGE_SIZE
  const before = query.cursor === undefined ? null : parseCursor(query.cursor)
  const { items, last } = await readEntries(ctx, query, { before, take })
  return { items, nextCursor: last && toCursor(last) }
}

/** A page of entries, what each did to the balance and, where more follow, the place of its last one. */
export async function readEntries(
  ctx: WorkspaceContext,
  query: Omit<EntriesQuery, 'format'>,
  { before, take }: { before: Place | null; take: number },
): Promise<{ items: UsageEntry[]; changes: number[]; last: Place | null }> {
  requireRole(ctx, 'viewer')
  const filter = toFilter(ctx, query)
  const rows = await withTenant(ctx, (tx) =>
    listEntries(tx, ctx.workspaceId, filter, { before, take: take + 1 }),
  )
  const shown = rows.slice(0, take)
  const ids = (pick: (row: ExplainedEntry) => string | null) => [
    ...new Set(shown.flatMap((row) => pick(row) ?? [])),
  ]
  const names = await findNames(ctx, {
    members: ids(({ userId }) => userId),
    documents: ids(({ documentId }) => documentId),
    conversations: ids(({ conversationId }) => conversationId),
    runs: ids(({ ref }) => (ref?.type === 'run' ? ref.id : null)),
  })
  return {
    items: shown.map((row) => serialize(row, names)),
    changes: shown.map(({ changeMc }) => toCredits(changeMc)),
    last: rows.length > take ? (shown.at(-1) ?? null) : null,
  }
}

function toFilter(ctx: WorkspaceContext, query: Omit<EntriesQuery, 'format'>): EntryFilter {
  const own = ownOf(ctx)
  const { from, to, userId, action, documentId, conversationId, kind } = query
  if (own && userId && userId !== own) {
    throw new AppError('forbidden', 'You see your own use here. Ask an admin about what others used.')
  }
  return {
    ...{ userId, action, documentId, conversationId, kind, ownOf: own },
    from: from === undefined ? undefined : new Date(from),
    until: to === undefined ? undefined : new Date(Date.parse(to) + DAY_MS),
  }
}

function serialize(row: ExplainedEntry, names: Names): UsageEntry {
  const { userId, documentId, conversationId, ref, tokens } = row
  return {
    ...{ id: row.id, at: row.at.toISOString(), kind: row.kind, action: row.action },
    ...{ credits: toCredits(row.mc), balance: toCredits(row.balanceMc) },
    userId,
    userName: userId && (names.members.get(userId) ?? null),
    ref,
    document: documentId === null ? null : { id: documentId, title: names.documents.get(documentId) ?? null },
    conversation:
      conversationId === null
        ? null
        : { id: conversationId, title: names.conversations.get(conversationId) ?? null },
    question: ref ? (names.questions.get(ref.id) ?? null) : null,
    inputTokens: tokens?.input ?? null,
    outputTokens: tokens?.output ?? null,
    model: tokens?.model || null,
    title: row.explanation.title,
    explanation: row.explanation.text,
  }
}
