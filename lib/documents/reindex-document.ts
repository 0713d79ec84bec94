import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { createQuote, openQuotedMeterIn, type QuotedSpec, takeStock, wasOpened } from '#lib/billing/index.ts'
import type { Quote } from '#lib/billing/schema.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { chooseWay, priceOf } from './choose-reindex-way.ts'
import { enqueueIngestion, reopenVersion, retryVersion } from './create-document.ts'
import { getDocumentRow, lockDocument, toDocument } from './list-documents.ts'
import { PIPELINE_VERSION, toSettingsHash } from './pipeline.ts'
import { findVersionWith, setPendingVersion, setReservation } from './reindex-repository.ts'
import { countLiveDocuments, type DocumentRow, upsertVersion, type VersionRow } from './repository.ts'
import type { ChunkSize, Document, QuoteReindex, ReindexDocument } from './schema.ts'
import { abandonVersion, showOnDocument } from './show-version.ts'

/** A line of documents may be long; who dies meanwhile is found much sooner by the queue, which fails the version. */
export const REINDEX_TTL_MS = 24 * 60 * 60 * 1000

/**
 * What a re-index of the document would cost now; the price holds for a quarter of an hour.
 *
 * @throws AppError forbidden, not_found, conflict (in the trash, not read yet, another re-index is under way),
 *   limit_reached (over a limit after a change of plan), payment_required, billing_hold
 */
export async function quoteReindex(ctx: WorkspaceContext, input: QuoteReindex): Promise<Quote> {
  requireRole(ctx, 'member')
  return withTenant(ctx, async (tx) => {
    const row = await getDocumentRow(tx, ctx.workspaceId, input.documentId)
    const target = await findVersionWith(tx, toTarget(row.version, input.chunkSize))
    const way = await chooseWay(tx, ctx, row, target)
    const price = priceOf(row.version, { way, target, chunkSize: input.chunkSize })
    return createQuote(tx, ctx, { ...toRequest(row.id, input.chunkSize), ...price })
  })
}

/**
 * Makes the passages of a document anew in another length. The old ones stay in use until the new ones are ready; what it
 * costs is charged in the transaction that shows those. What was made before is shown at once and costs nothing, and so
 * does going back to the length that is shown, which also stops a re-index under way.
 *
 * @param idempotencyKey the same key is the same re-index.
 * @throws AppError as `quoteReindex`; quota_exceeded; expired, invalid, conflict, not_found about the quote.
 */
export async function reindexDocument(
  ctx: WorkspaceContext,
  id: string,
  input: ReindexDocument & { idempotencyKey: string },
): Promise<Document> {
  requireRole(ctx, 'member')
  const { workspaceId } = ctx
  const { chunkSize, quoteId, idempotencyKey } = input
  const spec = { request: toRequest(id, chunkSize), quoteId, idempotencyKey: `reindex:${idempotencyKey}` }
  return withTenant(ctx, async (tx) => {
    const { row, version } = await lockDocument(tx, ctx, id)
    if (!(await wasOpened(tx, workspaceId, spec))) {
      const settings = {
        ...toTarget(version, chunkSize),
        id: createId(),
        sizeBytes: version.sizeBytes,
        chunkSize,
      }
      const target = await upsertVersion(tx, settings)
      await runReindex(tx, ctx, { row, target, chunkSize, spec })
    }
    return toDocument(tx, workspaceId, await getDocumentRow(tx, workspaceId, id))
  })
}

async function runReindex(
  tx: Tx,
  ctx: WorkspaceContext,
  {
    row,
    target,
    chunkSize,
    spec,
  }: {
    row: DocumentRow
    target: VersionRow
    chunkSize: ChunkSize
    spec: Pick<QuotedSpec, 'request' | 'quoteId' | 'idempotencyKey'>
  },
): Promise<void> {
  const way = await chooseWay(tx, ctx, row, target)
  const { amountMc } = priceOf(row.version, { way, target, chunkSize })
  const ref = { refType: 'document', refId: row.id }
  const opened = await openQuotedMeterIn(tx, ctx, {
    ...spec,
    ...ref,
    priceMc: amountMc,
    ttlMs: REINDEX_TTL_MS,
  })
  if (opened.kind === 'replay') return
  const key = { workspaceId: ctx.workspaceId, id: row.id }
  const before = row.pendingVersionId
  if (way === 'make') await makeVersion(tx, ctx, target, opened.meter.reservation.id)
  if (way === 'make' || way === 'join') await setPendingVersion(tx, key, target.id)
  if (way === 'keep') await setPendingVersion(tx, key, null)
  if (way === 'show') await showOnDocument(tx, ctx, { row, target })
  if (before && before !== target.id) await abandonVersion(tx, ctx.workspaceId, before)
  // Whatever needs no making is done now, and free.
  if (way !== 'make') await opened.meter.settle(tx, { mc: 0 })
}

/** Puts a version into the line, on the account of a reservation. */
async function makeVersion(
  tx: Tx,
  ctx: WorkspaceContext,
  target: VersionRow,
  reservationId: string,
): Promise<void> {
  await setReservation(tx, target, reservationId)
  if (target.status === 'ready') return reopenVersion(tx, target, { noRetry: true })
  if (target.status === 'failed') {
    // Documents that show it have counted for nothing since it failed.
    await takeStock(tx, ctx, 'documents', await countLiveDocuments(tx, ctx.workspaceId, target.id))
    await retryVersion(tx, target)
  }
  await enqueueIngestion(tx, target, { noRetry: true })
}

function toTarget(version: VersionRow, chunkSize: ChunkSize) {
  const { workspaceId, sha256, mediaType } = version
  const settingsHash = toSettingsHash({ chunkSize })
  return { workspaceId, sha256, mediaType, pipelineVersion: PIPELINE_VERSION, settingsHash }
}

function toRequest(documentId: string, chunkSize: ChunkSize) {
  return { action: 'reindex' as const, documentId, details: { chunkSize } }
}
