import type { WorkspaceContext } from '#lib/auth/context.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { removeVersionFromIndex } from '#lib/retrieval/index.ts'
import { deleteUnindexedChunks, type VersionKey } from './repository.ts'

// One transaction of more would keep everybody else of the embedded database waiting.
const CHUNKS_PER_DELETE = 25

/**
 * Takes a version's chunks out of the index and away, a few at a time.
 *
 * @param mayGoOn asked in each transaction; it stops where that says no.
 */
export async function removeChunks(
  ctx: WorkspaceContext,
  key: VersionKey,
  mayGoOn: (tx: Tx) => Promise<boolean> = async () => true,
): Promise<void> {
  for (;;) {
    const removed = await withTenant(ctx, async (tx) => {
      if (!(await mayGoOn(tx))) return 0
      const count = await removeVersionFromIndex(tx, key.workspaceId, key.versionId, CHUNKS_PER_DELETE)
      await deleteUnindexedChunks(tx, key)
      return count
    })
    if (removed < CHUNKS_PER_DELETE) return
  }
}
