import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import {
  type ConversationRow,
  findCitation,
  findConversation,
  listMessages,
  type Owner,
} from '#lib/chat/conversation-repository.ts'
import { listRunsOfConversation } from '#lib/chat/run-repository.ts'
import type { Citation, ConversationDetail } from '#lib/chat/schema.ts'
import { serializeCitation, serializeConversation, serializeMessage } from '#lib/chat/serializers.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { readCitationFacts } from './read-citation-facts.ts'
import { requireOwner } from './require-owner.ts'

/** A conversation with all its messages, oldest first. @throws AppError not_found */
export function getConversation(ctx: WorkspaceContext, id: string): Promise<ConversationDetail> {
  requireRole(ctx, 'viewer')
  const owner = requireOwner(ctx)
  return withTenant(ctx, async (tx) => {
    const conversation = await getConversationRow(tx, owner, id)
    const messages = await listMessages(tx, owner.workspaceId, id)
    const runs = await listRunsOfConversation(tx, owner.workspaceId, id)
    const runByAnswer = new Map(runs.map((run) => [run.answerMessageId, run]))
    const facts = await readCitationFacts(
      tx,
      owner.workspaceId,
      messages.flatMap((message) => message.citations),
    )
    return {
      ...serializeConversation(conversation),
      messages: messages.map((message) => serializeMessage(message, runByAnswer.get(message.id), facts)),
    }
  })
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
