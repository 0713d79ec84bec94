import type { Tx } from '#lib/platform/db/index.ts'
import { addToChunkCount, addToDf, deleteLexical, dropUnusedDf, insertLexical } from './index-repository.ts'
import { parseDimensions, toSparseLiteral } from './sparse.ts'
import { toChunkVectors } from './weights.ts'

export interface IndexableChunk {
  id: string
  /** Document name and headings; searched like the text. */
  title: string
  text: string
}

/**
 * Makes chunks searchable: their vectors, and the workspace's N and df. Chunks that are indexed already change
 * nothing, so a job may run again. Call it inside the transaction that inserts the chunks, with about 50 at a time.
 */
export async function indexChunks(
  tx: Tx,
  workspaceId: string,
  versionId: string,
  chunks: readonly IndexableChunk[],
): Promise<void> {
  if (chunks.length === 0) return
  const vectors = new Map(chunks.map(({ id, title, text }) => [id, toChunkVectors(title, text)]))
  const rows = [...vectors].map(([chunkId, { words, grams }]) => ({
    chunkId,
    words: toSparseLiteral(words),
    grams: toSparseLiteral(grams),
  }))
  const added = new Set(await insertLexical(tx, workspaceId, versionId, rows))
  if (added.size === 0) return
  const literals = rows.filter(({ chunkId }) => added.has(chunkId))
  await addToDf(tx, workspaceId, countDimensions(literals, 1))
  await addToChunkCount(tx, workspaceId, added.size)
}

/**
 * Takes a version's chunks out of the index and out of N and df. Does nothing when none are left.
 *
 * @param limit most chunks to take in this call; long documents go in several transactions of 25.
 * @returns how many were taken; fewer than `limit` means that none are left.
 */
export async function removeVersionFromIndex(
  tx: Tx,
  workspaceId: string,
  versionId: string,
  limit = 2 ** 31 - 1,
): Promise<number> {
  const removed = await deleteLexical(tx, workspaceId, versionId, limit)
  if (removed.length === 0) return 0
  const changes = countDimensions(removed, -1)
  await addToDf(tx, workspaceId, changes)
  await dropUnusedDf(tx, workspaceId, [...changes.keys()])
  await addToChunkCount(tx, workspaceId, -removed.length)
  return removed.length
}

function countDimensions(
  rows: readonly { words: string; grams: string }[],
  sign: 1 | -1,
): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { words, grams } of rows) {
    for (const dimension of [...parseDimensions(words), ...parseDimensions(grams)]) {
      counts.set(dimension, (counts.get(dimension) ?? 0) + sign)
    }
  }
  return counts
}
