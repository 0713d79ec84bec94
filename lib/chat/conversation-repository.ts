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

/** Newest activity first. @param before updatedAt and id of the last one of the page before. */
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

/** All messages of a conversation with what answers hold, oldest first. */
export function listMessages(tx: Tx, workspaceId: string, conversationId: string): Promise<MessageRow[]> {
  return tx.message.findMany({
    where: { workspaceId, conversationId },
    include: answerParts,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
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

/** Names and types of documents by id, trashed ones included: an old citation still says where it came from. */
export async function findDocumentNames(tx: Tx, workspaceId: string, ids: readonly string[]) {
  const rows = await tx.document.findMany({
    where: { workspaceId, id: { in: [...ids] } },
    select: { id: true, name: true },
  })
  return new Map(rows.map((row) => [row.id, row.name]))
}

export async function findMediaTypes(tx: Tx, workspaceId: string, versionIds: readonly string[]) {
  const rows = await tx.documentVersion.findMany({
    where: { workspaceId, id: { in: [...versionIds] } },
    select: { id: true, mediaType: true },
  })
  return new Map(rows.map((row) => [row.id, row.mediaType]))
}

/** Which of `ids` are documents of the workspace outside the trash. */
export async function findLiveDocumentIds(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.document.findMany({
    where: { workspaceId, id: { in: [...ids] }, trashedAt: null },
    select: { id: true },
  })
  return new Set(rows.map((row) => row.id))
}

export function countLiveDocuments(tx: Tx, workspaceId: string): Promise<number> {
  return tx.document.count({ where: { workspaceId, trashedAt: null } })
}

export interface PageKey {
  readonly versionId: string
  readonly page: number
}

/** Canonical text of pages. */
export function findPageTexts(tx: Tx, workspaceId: string, keys: readonly PageKey[]) {
  return tx.documentPage.findMany({
    where: { workspaceId, OR: groupPages(keys) },
    select: { versionId: true, number: true, text: true },
  })
}

/** Canonical text of pages with the places of its runs, which are larger than the text. */
export function findPages(tx: Tx, workspaceId: string, keys: readonly PageKey[]) {
  return tx.documentPage.findMany({
    where: { workspaceId, OR: groupPages(keys) },
    select: { versionId: true, number: true, text: true, geometry: true },
  })
}

function groupPages(keys: readonly PageKey[]) {
  const groups = new Map<string, Set<number>>()
  for (const { versionId, page } of keys) {
    const pages = groups.get(versionId) ?? new Set()
    groups.set(versionId, pages.add(page))
  }
  return [...groups].map(([versionId, pages]) => ({ versionId, number: { in: [...pages] } }))
}
