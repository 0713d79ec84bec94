import type { WorkspaceContext } from '#lib/auth/context.ts'
import { takeStock } from '#lib/billing/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { retryVersion } from './create-document.ts'
import { countLiveDocuments, lockVersion } from './repository.ts'

/**
 * Puts a failed version back to the start of the line, for a job that is about to be tried again; one that waits or is
 * being read already stays as it is.
 *
 * @throws AppError conflict (it is gone, ready, or nobody keeps it), limit_reached (it no longer fits the plan).
 */
export async function requeueVersion(ctx: WorkspaceContext, versionId: string): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const version = await lockVersion(tx, ctx.workspaceId, versionId)
    const documents = version ? await countLiveDocuments(tx, ctx.workspaceId, versionId) : 0
    if (!version || version.status === 'ready' || documents === 0) {
      throw new AppError('conflict', 'There is nothing left to read: the document is ready, or gone.')
    }
    if (version.status !== 'failed') return
    await takeStock(tx, ctx, 'documents', documents)
    await retryVersion(tx, version)
  })
}
