import { withTenant } from '#lib/platform/db/index.ts'
import { storage } from '#lib/platform/storage/index.ts'
import { areBytesNeeded, deleteBlob, lockBytes } from './repository.ts'
import { toBlobKey } from './storage-keys.ts'

/**
 * Drops bytes that no version needs. They go under the lock that places them: an upload of the same bytes comes either
 * before, and they stay, or after, and brings them again.
 */
export async function dropBlob(workspaceId: string, sha256: string): Promise<void> {
  await withTenant({ workspaceId, userId: null }, async (tx) => {
    await lockBytes(tx, workspaceId, sha256)
    if (await areBytesNeeded(tx, workspaceId, sha256)) return
    await deleteBlob(tx, workspaceId, sha256)
    await storage.remove(toBlobKey(workspaceId, sha256))
  })
}
