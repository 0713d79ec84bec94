import type { WorkspaceContext } from '#lib/auth/context.ts'
import { priceByPage, requirePagesPerDocument, requireStockRoom } from '#lib/billing/index.ts'
import { PRICES } from '#lib/billing/plans.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { isIndexed, isVersionWanted } from './reindex-repository.ts'
import { countLiveDocuments, type DocumentRow, findVersion, type VersionRow } from './repository.ts'
import type { ChunkSize } from './schema.ts'

/**
 * What a re-index comes to: `keep` what is shown, `show` what is there already, `join` what is being made, or `make` it.
 */
export type Way = 'keep' | 'show' | 'join' | 'make'

/** What a re-index of so many pages costs at most, in mc, with the lines of its price. */
export function priceReindex(pages: number) {
  return priceByPage(PRICES.reindex, pages)
}

/** @param target null = it would have to be made. Locked, but for a quote. */
export async function chooseWay(
  tx: Tx,
  ctx: WorkspaceContext,
  row: DocumentRow,
  target: VersionRow | null,
): Promise<Way> {
  assertReindexable(row)
  if (target?.id === row.versionId) return 'keep'
  await assertNoOtherPending(tx, row, target)
  await requireRoom(tx, ctx, row, target)
  if (target?.status === 'ready') return (await isIndexed(tx, ctx.workspaceId, target.id)) ? 'show' : 'make'
  const isMade = target?.status === 'queued' || target?.status === 'processing'
  return target && isMade && (await isVersionWanted(tx, ctx.workspaceId, target.id)) ? 'join' : 'make'
}

function assertReindexable({ trashedAt, version }: DocumentRow): void {
  if (trashedAt) throw new AppError('conflict', 'The document is in the trash. Restore it first.')
  if (version.status === 'failed')
    throw new AppError('conflict', 'This document could not be read. Try that again first.')
  if (version.status !== 'ready')
    throw new AppError('conflict', 'This document is still being read. Wait until it is ready.')
}

async function assertNoOtherPending(tx: Tx, row: DocumentRow, target: VersionRow | null): Promise<void> {
  if (!row.pendingVersionId || row.pendingVersionId === target?.id) return
  const pending = await findVersion(tx, row.workspaceId, row.pendingVersionId)
  if (pending?.status !== 'queued' && pending?.status !== 'processing') return
  throw new AppError(
    'conflict',
    'Its passages are being made anew already. Wait until that is done, or stop it.',
  )
}

/** A workspace above a limit reads and asks on, and makes nothing anew. */
async function requireRoom(
  tx: Tx,
  ctx: WorkspaceContext,
  row: DocumentRow,
  target: VersionRow | null,
): Promise<void> {
  const pages = row.version.pageCount ?? 0
  await requireStockRoom(tx, ctx, 'documents', 0)
  await requirePagesPerDocument(tx, ctx, pages)
  // Another document goes on showing the old pages: then both count.
  const isShared = (await countLiveDocuments(tx, ctx.workspaceId, row.versionId)) > 1
  await requireStockRoom(tx, ctx, 'pages', isShared && !target?.stockPages ? pages : 0)
}

/** Free: what was made once or is being made, and the same settings read by the pipeline of today. */
export function priceOf(
  shown: VersionRow,
  { way, target, chunkSize }: { way: Way; target: VersionRow | null; chunkSize: ChunkSize },
) {
  const isPaid = way === 'make' && !target?.report && shown.chunkSize !== chunkSize
  return isPaid ? priceReindex(shown.pageCount ?? 1) : { amountMc: 0, breakdown: [] }
}
