import { withTenant } from '#lib/platform/db/index.ts'
import { storage } from '#lib/platform/storage/index.ts'
import { deleteUpload, lockUpload } from './repository.ts'
import { toUploadKey } from './storage-keys.ts'

/** Drops bytes that came in and never became a document. One that was claimed a moment ago stays. */
export async function dropUpload(workspaceId: string, id: string): Promise<void> {
  const gone = await withTenant({ workspaceId, userId: null }, async (tx) => {
    const upload = await lockUpload(tx, workspaceId, id)
    if (!upload || upload.status === 'claimed') return false
    await deleteUpload(tx, { workspaceId, id })
    return true
  })
  if (gone) await storage.remove(toUploadKey(workspaceId, id))
}
