import type { WorkspaceContext } from '#lib/auth/context.ts'
import type { VersionRow } from '#lib/documents/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { indexChunks } from '#lib/retrieval/index.ts'
import { lockOwnVersion } from './own-version.ts'
import { toChunkTitle } from './passage-indexer.ts'
import { listUnindexedChunks, updateProgress } from './repository.ts'

// As in passage-indexer.ts: everybody else of the embedded database waits for one batch.
const CHUNKS_PER_BATCH = 25

/** Puts the passages of a version that was read once back into the index, a batch at a time; may be begun again. */
export async function restoreIndex(
  ctx: WorkspaceContext,
  begun: VersionRow,
  { documentName, signal }: { documentName: string; signal: AbortSignal },
): Promise<void> {
  const key = { workspaceId: begun.workspaceId, versionId: begun.id }
  for (;;) {
    signal.throwIfAborted()
    const isDone = await withTenant(ctx, async (tx) => {
      await lockOwnVersion(tx, begun)
      const chunks = await listUnindexedChunks(tx, key, CHUNKS_PER_BATCH)
      const last = chunks.at(-1)
      if (!last) return true
      const titled = chunks.map(({ id, headingPath, text }) => ({
        id,
        title: toChunkTitle(documentName, headingPath),
        text,
      }))
      await indexChunks(tx, key.workspaceId, key.versionId, titled)
      await updateProgress(tx, key, { searchablePages: last.pageEnd })
      return false
    })
    if (isDone) return
  }
}
