import type { Prisma, Tx } from '#lib/platform/db/index.ts'
import type { Scope } from './schema.ts'

export type ConversationRow = Prisma.ConversationGetPayload<object>

const answerParts = {
  sentences: { include: { citations: true }, orderBy: { ordinal: 'asc' } },
  citations: { orderBy: [{ marker: 'asc' }, { page: 'asc' }, { charStart: 'asc' }] },
} satisfies Prisma.MessageInclude
export type MessageRow = Prisma.MessageGetPayload<{ include: typeof answerParts }>
export type CitationRow = MessageRow['citations'][number]

/** The person whose conversations these are. */
export interface Owner {
  readonly workspaceId: string
  readonly userId: string
}

export function insertConversation(
  tx: Tx,
  row: Prisma.ConversationUncheckedCreateInput,
): Promise<ConversationRow> {
  return tx.conversation.create({ data: row })
}

/** A conversation of `owner`, trashed or not; null for one of somebody else. */
export function findConversation(tx: Tx, owner: Owner, id: string): Promise<ConversationRow | null> {
  return tx.conversation.findFirst({ where: { workspaceId: owner.workspaceId, id, userId: owner.userId } })
}

/**
 * Newest activity first. One that nothing was asked in yet, because the first question was refused, is not among them.
 *
 * @param page.before updatedAt and id of the last one of the page before.
 */
export function listConversationRows(
  tx: Tx,
  owner: Owner,
  page: { before: { at: Date; id: string } | null; take: number },
): Promise<ConversationRow[]> {
  const { before } = page
  return tx.conversation.findMany({
    where: {
      workspaceId: owner.workspaceId,
      userId: owner.userId,
      trashedAt: null,
      messages: { some: {} },
      ...(before && {
        OR: [{ updatedAt: { lt: before.at } }, { updatedAt: before.at, id: { lt: before.id } }],
      }),
    },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: page.take,
  })
}

export async function changeConversation(
  tx: Tx,
  key: { workspaceId: string; id: string },
  changes: { title?: string; scope?: Scope; updatedAt?: Date; trashedAt?: Date | null },
): Promise<ConversationRow> {
  return tx.conversation.update({ where: { workspaceId_id: key }, data: changes })
}

/** Messages of a conversation with what answers hold, newest first. @param before the place of the last one of the page before. */
export function listMessages(
  tx: Tx,
  key: { workspaceId: string; conversationId: string },
  page: { before: { at: Date; id: string } | null; take: number },
): Promise<MessageRow[]> {
  const { before } = page
  return tx.message.findMany({
    where: {
      ...key,
      ...(before && {
        OR: [{ createdAt: { lt: before.at } }, { createdAt: before.at, id: { lt: before.id } }],
      }),
    },
    include: answerParts,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: page.take,
  })
}

/** The newest message of a conversation, where the next question goes. */
export function findLastMessage(tx: Tx, workspaceId: string, conversationId: string) {
  return tx.message.findFirst({
    where: { workspaceId, conversationId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  })
}

export function findMessageInConversation(tx: Tx, workspaceId: string, conversationId: string, id: string) {
  return tx.message.findFirst({ where: { workspaceId, conversationId, id }, select: { id: true } })
}

export async function insertMessages(tx: Tx, rows: Prisma.MessageCreateManyInput[]): Promise<void> {
  await tx.message.createMany({ data: rows })
}

/** A citation whose conversation belongs to `owner` and is not in the trash. */
export async function findCitation(tx: Tx, owner: Owner, id: string): Promise<CitationRow | null> {
  return tx.citation.findFirst({
    where: {
      workspaceId: owner.workspaceId,
      id,
      message: { conversation: { userId: owner.userId, trashedAt: null } },
    },
  })
}

/** What runs were asked, by their ids: the owner's own, in conversations that are there. */
export async function findQuestions(
  tx: Tx,
  { workspaceId, userId }: Owner,
  runIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ runId: string; question: string }[]>`
    SELECT r.id AS "runId", m.text AS question
    FROM run r
    JOIN conversation c ON c.workspace_id = r.workspace_id AND c.id = r.conversation_id
    JOIN message m ON m.workspace_id = r.workspace_id AND m.id = r.question_message_id
    WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ANY (${[...runIds]}::uuid[])
      AND c.user_id = ${userId}::uuid AND c.trashed_at IS NULL`
  return new Map(rows.map(({ runId, question }) => [runId, question]))
}

/** Titles of the owner's conversations by id, those in the trash left out. */
export async function findConversationTitles(
  tx: Tx,
  { workspaceId, userId }: Owner,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.conversation.findMany({
    where: { workspaceId, userId, trashedAt: null, id: { in: [...ids] } },
    select: { id: true, title: true },
  })
  return new Map(rows.map(({ id, title }) => [id, title]))
}

/** Whether a footnote of the workspace shows the version. */
export async function isCited(tx: Tx, key: { workspaceId: string; versionId: string }): Promise<boolean> {
  return (await tx.citation.findFirst({ where: key, select: { id: true } })) !== null
}
