import type { WorkspaceContext } from '#lib/auth/context.ts'
import { metered, requirePagesPerDocument, runReserved, type Work } from '#lib/billing/index.ts'
import {
  findOwningDocument,
  isVersionWanted,
  lockForShowing,
  lockVersion,
  priceReindex,
  REINDEX_TTL_MS,
  showWaiting,
  takePages,
  toBlobKey,
  transitionVersion,
  type VersionRow,
} from '#lib/documents/index.ts'
import {
  CHUNK_SIZES,
  type ChunkSize,
  documentSchema,
  MEDIA_TYPES,
  type MediaType,
} from '#lib/documents/schema.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError, isAppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { log } from '#lib/platform/log.ts'
import { storage } from '#lib/platform/storage/index.ts'
import { PageChunker } from './chunk/index.ts'
import { detectFile } from './detect/index.ts'
import { dropStaleIndex } from './drop-stale-index.ts'
import { failVersion, toFailure } from './fail-version.ts'
import { lockOwnVersion, TakenOver } from './own-version.ts'
import { PageWriter } from './page-writer.ts'
import { ParseFailure, type ParseInput, type ParseReport, parseFile } from './parse/index.ts'
import { PassageIndexer } from './passage-indexer.ts'
import { updateProgress, type VersionKey } from './repository.ts'
import { restoreIndex } from './restore-index.ts'

/** As many tries as the queue makes; then the document has failed, with a Retry button. */
const MAX_ATTEMPTS = 4
const RESERVATION_TTL_MS = 10 * 60 * 1000
const reportSchema = documentSchema.shape.report

/**
 * Reads and indexes one version: detect, parse, chunk, index, ready. Every step may be killed and begun again: pages and
 * chunks that were stored stay, and what is missing is added.
 *
 * @param ctx of the workspace, made by lib/jobs; the ledger names the person who added the document.
 * @throws whatever is not the file's fault; the queue tries again then.
 */
export async function ingestVersion(
  ctx: WorkspaceContext,
  versionId: string,
  signal: AbortSignal,
): Promise<void> {
  const key = { workspaceId: ctx.workspaceId, versionId }
  await dropUnwanted(ctx, key)
  const version = await begin(ctx, key)
  if (!version) return
  if (version.status === 'ready') return dropStaleIndex(ctx, version)
  try {
    await (version.reservationId
      ? reservedIngest(ctx, version, version.reservationId, signal)
      : meteredIngest(ctx, version, signal))
  } catch (error) {
    return settleFailure(ctx, version, error, signal)
  }
  await dropStaleIndex(ctx, version)
}

/** Nobody waits any more for a re-index that was stopped: nothing of it stays. */
async function dropUnwanted(ctx: WorkspaceContext, key: VersionKey): Promise<void> {
  const isWanted = await withTenant(ctx, (tx) => isVersionWanted(tx, key.workspaceId, key.versionId))
  if (!isWanted) await failVersion(ctx, key, { code: 'cancelled', detail: {} })
}

/**
 * Takes the version over. One that is ready is given as it is: a worker may have been killed before it had tidied up.
 *
 * @returns null when there is nothing to do (failed or gone meanwhile).
 */
async function begin(
  ctx: WorkspaceContext,
  { workspaceId, versionId }: VersionKey,
): Promise<VersionRow | null> {
  return withTenant(ctx, async (tx) => {
    const version = await lockVersion(tx, workspaceId, versionId)
    if (!version || version.status === 'ready') return version
    const attempts = version.attempts + 1
    const startedAt = version.startedAt ?? systemClock.now()
    const started = await transitionVersion(tx, { workspaceId, id: versionId }, 'start', {
      attempts,
      startedAt,
    })
    return started ? { ...version, status: 'processing', attempts, startedAt } : null
  })
}

/** Free inside the page allowance, and through the gate all the same: the access state is checked, the cost booked. */
async function meteredIngest(ctx: WorkspaceContext, version: VersionRow, signal: AbortSignal): Promise<void> {
  const owner = await withTenant(ctx, (tx) => findOwningDocument(tx, version.workspaceId, version.id))
  const spec = {
    action: 'ingest' as const,
    amountMc: 0,
    // Each try is an operation of its own: a killed one leaves its reservation to the sweeper.
    idempotencyKey: `ingest:${version.id}:${createId()}`,
    requestHash: version.sha256,
    ttlMs: RESERVATION_TTL_MS,
    refType: 'document_version',
    refId: version.id,
    ...(owner ? { documentId: owner.id } : {}),
  }
  // The ledger names the person who added the document, not the worker.
  await metered({ ...ctx, userId: owner?.createdBy ?? ctx.userId }, spec, async () => {
    const facts = await readAndIndex(ctx, version, owner?.name ?? '', signal)
    return { actual: { mc: 0 }, commit: finish(ctx, version, facts, null) }
  })
}

/** What a person has asked for at a price: charged in the transaction that shows it. */
async function reservedIngest(
  ctx: WorkspaceContext,
  version: VersionRow,
  reservationId: string,
  signal: AbortSignal,
): Promise<void> {
  const owner = await withTenant(ctx, (tx) => findOwningDocument(tx, version.workspaceId, version.id))
  await runReserved(ctx, { reservationId, ttlMs: REINDEX_TTL_MS }, async ({ heldMc, actorId }) => {
    const facts = await readAndIndex(ctx, version, owner?.name ?? '', signal)
    signal.throwIfAborted()
    const mc = Math.min(heldMc, priceReindex(facts.pageCount).amountMc)
    return { actual: { mc }, commit: finish(ctx, version, facts, actorId) }
  })
}

/** What is written of a version that was read and indexed. */
type ReadFacts = Pick<ParseReport, 'pageCount' | 'textPages' | 'emptyPages' | 'garbledPages'>

function finish(
  ctx: WorkspaceContext,
  version: VersionRow,
  { pageCount, ...report }: ReadFacts,
  by: string | null,
): Work<void>['commit'] {
  return async (tx) => {
    await lockForShowing(tx, version)
    await lockOwnVersion(tx, version)
    await transitionVersion(tx, { workspaceId: version.workspaceId, id: version.id }, 'finish', {
      stage: 'index',
      pageCount,
      pagesDone: pageCount,
      searchablePages: pageCount,
      report,
      finishedAt: systemClock.now(),
    })
    await showWaiting(tx, ctx, version, by)
  }
}

async function readAndIndex(
  ctx: WorkspaceContext,
  version: VersionRow,
  documentName: string,
  signal: AbortSignal,
): Promise<ReadFacts> {
  const { pageCount } = version
  const known = reportSchema.parse(version.report)
  if (known && pageCount !== null) {
    // Read whole once and out of the index since: the passages are there.
    await takePagesOf(ctx, version, pageCount)
    await restoreIndex(ctx, version, { documentName, signal })
    return { pageCount, ...known }
  }
  const mediaType = toMediaType(version.mediaType)
  const blobKey = toBlobKey(version.workspaceId, version.sha256)
  if (!(await storage.stat(blobKey))) throw new AppError('not_found', 'The bytes of this version are gone.')
  const indexer = new PassageIndexer(ctx, version, { documentName, signal })
  await indexer.open()
  try {
    const report = await storage.withLocalFile(blobKey, async (path) => {
      const detected = await detectFile({ path, mediaType }, signal)
      if (detected.pageCount !== null) await takePagesOf(ctx, version, detected.pageCount)
      return readPages(ctx, version, { path, mediaType, indexer, signal })
    })
    await takePagesOf(ctx, version, report.pageCount)
    await withTenant(ctx, (tx) => updateProgress(tx, toKey(version), { stage: 'index' }))
    await indexer.finish()
    const { textPages, emptyPages, garbledPages } = report
    return { pageCount: report.pageCount, textPages, emptyPages, garbledPages }
  } finally {
    // A failure removes what is stored: nothing may be added to it meanwhile.
    await indexer.stop()
  }
}

/** Stores the pages as they come, and hands over each passage that no later page can change. */
async function readPages(
  ctx: WorkspaceContext,
  version: VersionRow,
  { path, mediaType, indexer, signal }: ParseInput & { indexer: PassageIndexer; signal: AbortSignal },
): Promise<ParseReport> {
  const writer = new PageWriter(ctx, version)
  const chunker = new PageChunker(toChunkSize(version.chunkSize))
  let isCounted = false
  const report = await parseFile(
    { path, mediaType },
    async (page, total) => {
      // Nothing of a file that the plan refuses is to be found, not for a moment.
      if (!isCounted) await takePagesOf(ctx, version, total)
      isCounted = true
      chunker.add(page)
      if (await writer.add(page, total)) indexer.add(await chunker.takeSettled())
    },
    signal,
  )
  await writer.flush()
  indexer.add(await chunker.finish())
  return report
}

/** Before the cost where the file tells its pages, else when they are known; the second time does nothing. */
async function takePagesOf(ctx: WorkspaceContext, begun: VersionRow, pageCount: number): Promise<void> {
  const { workspaceId, id } = begun
  await withTenant(ctx, async (tx) => {
    const version = await lockOwnVersion(tx, begun)
    await requirePagesPerDocument(tx, ctx, pageCount)
    await takePages(tx, ctx, version, pageCount)
    await updateProgress(tx, { workspaceId, versionId: id }, { pageCount })
  })
}

async function settleFailure(
  ctx: WorkspaceContext,
  version: VersionRow,
  error: unknown,
  signal: AbortSignal,
) {
  const key = toKey(version)
  if (error instanceof TakenOver) {
    log.info({ versionId: version.id, attempt: version.attempts }, 'another worker goes on with the version')
    return dropUnwanted(ctx, key)
  }
  if (signal.aborted) {
    await giveTryBack(ctx, version)
    throw error
  }
  const failure = toFailure(error)
  if (failure) return failVersion(ctx, key, failure, version.attempts)
  log.error({ err: error, versionId: version.id, attempt: version.attempts }, 'ingestion failed')
  if (version.attempts >= MAX_ATTEMPTS || isAppError(error, 'not_found'))
    return failVersion(ctx, key, { code: 'internal', detail: {} }, version.attempts)
  throw error
}

/** The worker is shutting down: this was no try. */
async function giveTryBack(ctx: WorkspaceContext, version: VersionRow): Promise<void> {
  await withTenant(ctx, async (tx) => {
    await lockOwnVersion(tx, version)
    await updateProgress(tx, toKey(version), { attempts: version.attempts - 1 })
  })
}

function toChunkSize(stored: string): ChunkSize {
  const size = CHUNK_SIZES.find((candidate) => candidate === stored)
  if (!size) throw new Error(`Unknown length of passages: ${stored}`)
  return size
}

function toMediaType(stored: string): MediaType {
  const type = (Object.keys(MEDIA_TYPES) as MediaType[]).find((candidate) => candidate === stored)
  if (!type) throw new ParseFailure('unsupported')
  return type
}

function toKey(version: VersionRow): VersionKey {
  return { workspaceId: version.workspaceId, versionId: version.id }
}
