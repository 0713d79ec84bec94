import type { WorkspaceContext } from '#lib/auth/context.ts'
import { takeStock } from '#lib/billing/index.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import { countLiveDocuments, type VersionRow } from './repository.ts'

// Stock of documents: those outside the trash whose version has not failed. Stock of pages: the sum over distinct
// versions that at least one such document shows. All of it changes under the lock of the version row.

/**
 * Takes the pages of a version, once, when a document outside the trash shows it.
 *
 * @param version locked by the caller.
 * @throws AppError limit_reached
 */
export async function takePages(
  tx: Tx,
  ctx: WorkspaceContext,
  version: VersionRow,
  pages: number,
): Promise<void> {
  if (version.stockPages > 0 || pages === 0) return
  if ((await countLiveDocuments(tx, version.workspaceId, version.id)) === 0) return
  await takeStock(tx, ctx, 'pages', pages)
  await setStockPages(tx, version, pages)
}

/** Gives the pages of a version back. @param version locked by the caller. */
export async function returnPages(tx: Tx, ctx: WorkspaceContext, version: VersionRow): Promise<void> {
  if (version.stockPages === 0) return
  await takeStock(tx, ctx, 'pages', -version.stockPages)
  await setStockPages(tx, version, 0)
}

/** Notes how many pages a version holds of the stock. The row is locked by the caller. */
export async function setStockPages(
  tx: Tx,
  { workspaceId, id }: VersionRow,
  stockPages: number,
): Promise<void> {
  await tx.documentVersion.updateMany({ where: { workspaceId, id }, data: { stockPages } })
}
