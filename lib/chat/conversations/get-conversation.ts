import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import {
  type ConversationRow,
  findCitation,
  findConversation,
  listMessages,
  type MessageRow,
  type Owner,
} from '#lib/chat/conversation-repository.ts'
import { listRunsOfAnswers } from '#lib/chat/run-repository.ts'
import type { Citation, ConversationDetail, ConversationPage, Message } from '#lib/chat/schema.ts'
import { serializeCitation, serializeConversation, serializeMessage } from '#lib/chat/serializers.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { parseCursor, toCursor } from '#lib/platform/http/cursor.ts'
import { readCitationFacts } from './read-citation-facts.ts'
import { requireOwner } from './require-owner.ts'

/** Even, so that a page of questions with their answers begins with a question. */
const DEFAULT_PAGE_SIZE = 40

/**
 * A conversation with its newest messages, or with those before a place, oldest first.
 *
 * @param page.limit of messages, a question and its answer being two.
 * @returns `earlierCursor` for the page before this one; null when it begins with the first message.
 * @throws AppError not_found, bad_request (a cursor that is not ours)
 */
export async function getConversation(
  ctx: WorkspaceContext,
  id: string,
  page: ConversationPage = {},
): Promise<ConversationDetail> {
  requireRole(ctx, 'viewer')
  const owner = requireOwner(ctx)
  const { workspaceId } = owner
  const limit = page.limit ?? DEFAULT_PAGE_SIZE
  const before = page.cursor === undefined ? null : parseCursor(page.cursor)
  return withTenant(ctx, async (tx) => {
    const conversation = await getConversationRow(tx, owner, id)
    const key = { workspaceId, conversationId: id }
    const newestFirst = await listMessages(tx, key, { before, take: limit + 1 })
    const rows = newestFirst.slice(0, limit).reverse()
    const first = newestFirst.length > limit ? rows[0] : undefined
    return {
      ...serializeConversation(conversation),
      messages: await completeMessages(tx, key, rows),
      earlierCursor: first ? toCursor({ at: first.createdAt, id: first.id }) : null,
    }
  })
}

async function completeMessages(
  tx: Tx,
  key: { workspaceId: string; conversationId: string },
  rows: readonly MessageRow[],
): Promise<Message[]> {
  const answers = rows.filter(({ role }) => role === 'assistant')
  const runs = await listRunsOfAnswers(
    tx,
    key,
    answers.map(({ id }) => id),
  )
  const runByAnswer = new Map(runs.map((run) => [run.answerMessageId, run]))
  const citations = answers.flatMap((answer) => answer.citations)
  const facts = await readCitationFacts(tx, key.workspaceId, citations)
  return rows.map((row) => serializeMessage(row, runByAnswer.get(row.id), facts))
}

/** A citation as stored. @throws AppError not_found */
export function getCitation(ctx: WorkspaceContext, id: string): Promise<Citation> {
  requireRole(ctx, 'viewer')
  const owner = requireOwner(ctx)
  return withTenant(ctx, async (tx) => {
    const row = await findCitation(tx, owner, id)
    if (!row) throw new AppError('not_found', 'There is no such citation here.')
    return serializeCitation(row, await readCitationFacts(tx, owner.workspaceId, [row]))
  })
}

/** @throws AppError not_found, also for a trashed one and for somebody else's. */
export async function getConversationRow(tx: Tx, owner: Owner, id: string): Promise<ConversationRow> {
  const row = await findConversation(tx, owner, id)
  if (!row || row.trashedAt) throw new AppError('not_found', 'There is no such conversation here.')
  return row
}
