import type { WorkspaceContext } from '#lib/auth/context.ts'
import type { VersionRow } from '#lib/documents/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { indexChunks } from '#lib/retrieval/index.ts'
import type { Passage } from './chunk/passage.ts'
import { lockOwnVersion } from './own-version.ts'
import { removeChunks } from './remove-chunks.ts'
import { findNextOrdinal, hasGap, insertChunks, updateProgress } from './repository.ts'

// The embedded database serves one transaction at a time: small batches keep everybody else waiting under 70 ms.
const MAX_BATCH = 50
const MIN_BATCH = 5
const SLOW_BATCH_MS = 80

export interface IndexInput {
  readonly documentName: string
  readonly passages: readonly Passage[]
  readonly signal: AbortSignal
}

/**
 * Writes passages with their index rows, in order and a batch at a time, each in one transaction, going on behind those
 * that are there. A document can be asked as soon as its first batch is in.
 */
export async function indexPassages(
  ctx: WorkspaceContext,
  version: VersionRow,
  input: IndexInput,
): Promise<void> {
  const key = { workspaceId: version.workspaceId, versionId: version.id }
  if (await withTenant(ctx, (tx) => hasGap(tx, key))) await removeChunks(ctx, key)
  let size = MAX_BATCH
  let next = 0
  while (next < input.passages.length) {
    input.signal.throwIfAborted()
    const startedAt = performance.now()
    next = await indexBatch(ctx, version, input, size)
    const slow = performance.now() - startedAt > SLOW_BATCH_MS
    size = slow ? Math.max(MIN_BATCH, Math.floor(size / 2)) : Math.min(MAX_BATCH, size * 2)
  }
}

/** @returns the ordinal to go on with; the number of passages when all are in. */
function indexBatch(
  ctx: WorkspaceContext,
  begun: VersionRow,
  input: IndexInput,
  size: number,
): Promise<number> {
  const { workspaceId, id: versionId } = begun
  const key = { workspaceId, versionId }
  return withTenant(ctx, async (tx) => {
    // Under the lock of the version two workers cannot write the same ordinal.
    const version = await lockOwnVersion(tx, begun)
    const from = await findNextOrdinal(tx, key)
    const batch = input.passages.slice(from, from + size).map((passage) => ({ ...passage, id: createId() }))
    const last = batch.at(-1)
    if (!last) return input.passages.length
    await insertChunks(tx, key, batch)
    const titled = batch.map((chunk) => ({
      id: chunk.id,
      title: toTitle(input.documentName, chunk),
      text: chunk.text,
    }))
    await indexChunks(tx, workspaceId, versionId, titled)
    await updateProgress(tx, key, {
      stage: 'index',
      searchablePages: Math.max(version.searchablePages, last.pageEnd - 1),
    })
    return from + batch.length
  })
}

/** What a chunk is about beyond its own words: the document's name without its ending, and the headings above it. */
function toTitle(documentName: string, passage: Passage): string {
  return [documentName.replace(/\.[^.]{1,10}$/, ''), ...passage.headingPath].join(' ')
}
