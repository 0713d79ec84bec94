import type { WorkspaceContext } from '#lib/auth/context.ts'
import { takeStock } from '#lib/billing/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { enqueueIngestion, retryVersion } from './create-document.ts'
import { areBytesDropped } from './failures.ts'
import { isVersionWanted } from './reindex-repository.ts'
import { countLiveDocuments, lockVersion } from './repository.ts'

/**
 * Puts a failed version back into the line, with a job of its own in the same transaction. One that waits, is being read or
 * is ready has its job, or needs none.
 *
 * @throws AppError conflict (it has not failed, is gone, its bytes are, or was ordered at a price), limit_reached (it no longer fits the plan).
 */
export async function requeueVersion(ctx: WorkspaceContext, versionId: string): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const version = await lockVersion(tx, ctx.workspaceId, versionId)
    const documents = version ? await countLiveDocuments(tx, ctx.workspaceId, versionId) : 0
    if (version && documents === 0 && (await isVersionWanted(tx, ctx.workspaceId, versionId)))
      throw orderedAtPrice()
    if (version?.status !== 'failed' || documents === 0) {
      throw new AppError(
        'conflict',
        'There is nothing to read again: the document waits for its turn, is ready, or is gone.',
      )
    }
    if (areBytesDropped(version.failureCode))
      throw new AppError('conflict', 'Its bytes were not kept. Its owner has to upload the file again.')
    await takeStock(tx, ctx, 'documents', documents)
    await retryVersion(tx, version)
    await enqueueIngestion(tx, version)
  })
}

/** What failed of a re-index was not charged; another try holds its price anew. */
export function orderedAtPrice(): AppError {
  return new AppError('conflict', 'This was ordered at a price. Its owner has to ask for it again.')
}
