import type { WorkspaceContext } from '#lib/auth/context.ts'
import { listStaleVersions, lockStaleVersion, type VersionRow } from '#lib/documents/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { removeVersionFromIndex } from '#lib/retrieval/index.ts'

const CHUNKS_PER_DELETE = 25

/**
 * Takes versions of the same bytes that no document shows any more out of the index, a few passages at a time. Their
 * pages and passages stay for old citations. Whoever shows one again meanwhile stops it.
 */
export async function dropStaleIndex(ctx: WorkspaceContext, version: VersionRow): Promise<void> {
  const { workspaceId } = version
  const stale = await withTenant(ctx, (tx) => listStaleVersions(tx, version))
  for (const id of stale) {
    for (let removed = CHUNKS_PER_DELETE; removed === CHUNKS_PER_DELETE; ) {
      removed = await withTenant(ctx, async (tx) => {
        if (!(await lockStaleVersion(tx, workspaceId, id))) return 0
        return removeVersionFromIndex(tx, workspaceId, id, CHUNKS_PER_DELETE)
      })
    }
  }
}
