import { withTenant } from '#lib/platform/db/index.ts'
import { storage } from '#lib/platform/storage/index.ts'
import { deleteUpload, lockUpload } from './repository.ts'
import { toUploadKey } from './storage-keys.ts'

/**
 * Drops bytes that came in and never became a document.
 *
 * @returns false when there is no such upload, or it has become a document: then it stays.
 */
export async function dropUpload(workspaceId: string, id: string): Promise<boolean> {
  const gone = await withTenant({ workspaceId, userId: null }, async (tx) => {
    const upload = await lockUpload(tx, workspaceId, id)
    if (!upload || upload.status === 'claimed') return false
    await deleteUpload(tx, { workspaceId, id })
    return true
  })
  if (gone) await storage.remove(toUploadKey(workspaceId, id))
  return gone
}
