import type { WorkspaceContext } from '#lib/auth/context.ts'
import { releaseIn, takeStock } from '#lib/billing/index.ts'
import { systemClock } from '#lib/platform/clock.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import {
  isVersionWanted,
  listWaitingDocuments,
  lockShownVersions,
  lockVersions,
  setReservation,
  showVersion,
} from './reindex-repository.ts'
import {
  countLiveDocuments,
  type DocumentRow,
  findVersion,
  lockVersion,
  type VersionRow,
} from './repository.ts'
import { setStockPages } from './stock.ts'

/**
 * Locks what `showWaiting` is going to change, in the one order that everybody keeps. Call it first in the transaction
 * that finishes a version.
 */
export async function lockForShowing(tx: Tx, version: VersionRow): Promise<void> {
  await lockShownVersions(tx, version.workspaceId, version.sha256)
  const waiting = await listWaitingDocuments(tx, version.workspaceId, version.id)
  await lockVersions(tx, version.workspaceId, [version.id, ...waiting.map(({ versionId }) => versionId)])
}

/**
 * Makes a version that has just become ready the current one of every document that waits for it, each with a new
 * revision, and moves their pages in the stock along: they count once, before and after.
 *
 * @param by who asked for it.
 * @throws AppError limit_reached when others go on showing the old pages and there is no room for both.
 */
export async function showWaiting(
  tx: Tx,
  ctx: WorkspaceContext,
  version: VersionRow,
  by: string | null,
): Promise<void> {
  const { workspaceId, id: versionId } = version
  const waiting = await listWaitingDocuments(tx, workspaceId, versionId)
  if (waiting.length === 0) return
  const at = systemClock.now()
  for (const { id } of waiting) await showVersion(tx, { workspaceId, id, versionId, by, at })
  const left = [...new Set(waiting.map((document) => document.versionId))]
  await movePages(tx, ctx, version.id, left)
}

/** Shows a version that is ready on one document; both of its versions are locked by the caller. */
export async function showOnDocument(
  tx: Tx,
  ctx: WorkspaceContext,
  { row, target }: { row: DocumentRow; target: VersionRow },
): Promise<void> {
  const { workspaceId, id, versionId } = row
  await showVersion(tx, { workspaceId, id, versionId: target.id, by: ctx.userId, at: systemClock.now() })
  await movePages(tx, ctx, target.id, [versionId])
}

/** From versions that no document outside the trash shows any more to the one that is shown instead. */
async function movePages(tx: Tx, ctx: WorkspaceContext, to: string, from: readonly string[]): Promise<void> {
  const { workspaceId } = ctx
  const target = await findVersion(tx, workspaceId, to)
  if (!target) throw new Error('A version vanished while it was being shown.')
  const freed: VersionRow[] = []
  for (const id of from) {
    const version = await findVersion(tx, workspaceId, id)
    if (version && (await countLiveDocuments(tx, workspaceId, id)) === 0) freed.push(version)
  }
  const pages = target.stockPages || (target.pageCount ?? 0)
  const freedPages = freed.reduce((sum, { stockPages }) => sum + stockPages, 0)
  await takeStock(tx, ctx, 'pages', pages - target.stockPages - freedPages)
  for (const version of freed) await setStockPages(tx, version, 0)
  await setStockPages(tx, target, pages)
}

/**
 * Gives back what was held for a version that nobody waits for any more; the worker sees that nobody does and drops it.
 * Call it last in a transaction: it locks the workspace's credits. Nothing happens while somebody wants the version.
 */
export async function abandonVersion(tx: Tx, workspaceId: string, versionId: string): Promise<void> {
  const version = await lockVersion(tx, workspaceId, versionId)
  if (version?.status !== 'queued' && version?.status !== 'processing') return
  if (await isVersionWanted(tx, workspaceId, versionId)) return
  await setReservation(tx, version, null)
  if (version.reservationId)
    await releaseIn(
      tx,
      { workspaceId, reservationId: version.reservationId },
      'nobody waits for the re-index',
    )
}
