import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import type { Passage } from './chunk/passage.ts'
import type { ParsedPage } from './parse/parsed-page.ts'

export interface VersionKey {
  readonly workspaceId: string
  readonly versionId: string
}

/** Stores pages; those that a former try has stored stay as they are (parsing the same bytes gives the same pages). */
export async function insertPages(
  tx: Tx,
  { workspaceId, versionId }: VersionKey,
  pages: readonly StoredPage[],
) {
  await tx.documentPage.createMany({
    data: pages.map((page) => ({ workspaceId, versionId, ...page })),
    skipDuplicates: true,
  })
}

export interface StoredPage extends Omit<ParsedPage, 'runs' | 'headings' | 'garbled'> {
  readonly geometry: Uint8Array<ArrayBuffer> | null
}

/** Writes progress and facts; never the status, which only `transitionVersion` moves. */
export async function updateProgress(
  tx: Tx,
  { workspaceId, versionId }: VersionKey,
  changes: Omit<Prisma.DocumentVersionUpdateManyMutationInput, 'status'>,
): Promise<void> {
  await tx.documentVersion.updateMany({ where: { workspaceId, id: versionId }, data: changes })
}

/** Ordinals below this one are indexed: chunks are written in order, each batch with its index rows. */
export async function findNextOrdinal(tx: Tx, { workspaceId, versionId }: VersionKey): Promise<number> {
  const { _max } = await tx.chunk.aggregate({ where: { workspaceId, versionId }, _max: { ordinal: true } })
  return (_max.ordinal ?? -1) + 1
}

export async function insertChunks(
  tx: Tx,
  { workspaceId, versionId }: VersionKey,
  chunks: readonly (Passage & { id: string })[],
): Promise<void> {
  await tx.chunk.createMany({
    data: chunks.map(({ id, ordinal, headingPath, text, tokenCount, ...range }) => ({
      workspaceId,
      versionId,
      id,
      ordinal,
      headingPath,
      text,
      tokenCount,
      pageStart: range.pageStart,
      charStart: range.charStart,
      pageEnd: range.pageEnd,
      charEnd: range.charEnd,
    })),
  })
}

/** Passages that are not in the index, in order. */
export function listUnindexedChunks(tx: Tx, { workspaceId, versionId }: VersionKey, take: number) {
  return tx.chunk.findMany({
    where: { workspaceId, versionId, lexical: { is: null } },
    select: { id: true, headingPath: true, text: true, pageEnd: true },
    orderBy: { ordinal: 'asc' },
    take,
  })
}

/** Removes the chunks that are no longer in the index. */
export async function deleteUnindexedChunks(tx: Tx, { workspaceId, versionId }: VersionKey): Promise<void> {
  await tx.chunk.deleteMany({ where: { workspaceId, versionId, lexical: { is: null } } })
}

/** Whether the chunks are a gapless beginning; a removal that was killed half-way leaves later ones only. */
export async function hasGap(tx: Tx, key: VersionKey): Promise<boolean> {
  const { workspaceId, versionId } = key
  return (await tx.chunk.count({ where: { workspaceId, versionId } })) !== (await findNextOrdinal(tx, key))
}

export async function deletePages(tx: Tx, { workspaceId, versionId }: VersionKey): Promise<void> {
  await tx.documentPage.deleteMany({ where: { workspaceId, versionId } })
}
