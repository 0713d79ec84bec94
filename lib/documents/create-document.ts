import { createHash } from 'node:crypto'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { findStockLimit, requireStockRoom, takeStock } from '#lib/billing/index.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { AppError, isAppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { enqueue } from '#lib/platform/queue/index.ts'
import { storage } from '#lib/platform/storage/index.ts'
import { toDocumentName } from './document-name.ts'
import { ingestJob } from './jobs.ts'
import { toDocument } from './list-documents.ts'
import { DEFAULT_SETTINGS, PIPELINE_VERSION, toSettingsHash } from './pipeline.ts'
import { isIndexed } from './reindex-repository.ts'
import {
  completeUpload,
  countFailedWithBytes,
  countLiveDocuments,
  type DocumentRow,
  findDocument,
  findDocumentReadBefore,
  findLiveDocumentOfVersion,
  findUpload,
  insertBlob,
  insertDocument,
  lockBytes,
  lockUpload,
  transitionVersion,
  type UploadRow,
  updateUpload,
  upsertVersion,
  type VersionRow,
} from './repository.ts'
import type { CreateDocument, Document } from './schema.ts'
import { takePages } from './stock.ts'
import { toBlobKey, toUploadKey } from './storage-keys.ts'

/**
 * Turns a finished upload into a document and queues its ingestion. Asking again with the same upload gives the same
 * document. The same bytes are stored and read once: `open` (the default) answers the document that is here already,
 * `keepBoth` makes a second one on the same version.
 *
 * @returns the document, usually "queued"; the worker moves it on.
 * @throws AppError forbidden (a viewer), not_found (no such upload), conflict (bytes are missing),
 *   limit_reached (the plan's documents are used up; pages are decided by the worker), conflict (as many could not be read).
 */
export async function createDocument(ctx: WorkspaceContext, input: CreateDocument): Promise<Document> {
  requireRole(ctx, 'member')
  const { workspaceId } = ctx
  const upload = await withTenant(ctx, async (tx) => {
    const found = await findUpload(tx, workspaceId, input.uploadId)
    // Where nothing may be added, nothing of an upload is touched either.
    if (found && found.status !== 'claimed') await requireStockRoom(tx, ctx, 'documents', 0)
    return found
  })
  if (!upload) throw new AppError('not_found', 'There is no such upload here.')
  const sha256 = upload.status === 'claimed' ? upload.sha256 : await settleBytes(ctx, upload)
  if (!sha256) throw new Error('A claimed upload has no hash.')
  return withTenant(ctx, async (tx) => {
    const claimed = await claim(tx, ctx, upload.id)
    if (claimed.documentId)
      return toDocument(tx, workspaceId, await getClaimed(tx, workspaceId, claimed.documentId))
    const row = await link(tx, ctx, input, { ...claimed, sha256 })
    await placeBytes(tx, { ...claimed, sha256 })
    await updateUpload(tx, { workspaceId, id: upload.id }, { status: 'claimed', documentId: row.id, sha256 })
    return toDocument(tx, workspaceId, row)
  })
}

/** Hashes complete bytes. The hash is written down before they are moved, so that the next try finds them. */
export async function settleBytes(ctx: WorkspaceContext, upload: UploadRow): Promise<string> {
  const { workspaceId, id } = upload
  const uploadKey = toUploadKey(workspaceId, id)
  const stored = await storage.stat(uploadKey)
  if (stored && BigInt(stored.sizeBytes) !== upload.sizeBytes)
    throw new AppError('conflict', 'The upload is not complete. Send the missing bytes, then ask again.')
  const sha256 = upload.sha256 ?? (await hashFile(uploadKey)) ?? (await findHash(ctx, id))
  if (!sha256) throw new AppError('conflict', 'The upload holds no bytes yet. Send them, then ask again.')
  const blobKey = toBlobKey(workspaceId, sha256)
  if (!stored && !(await storage.stat(blobKey)))
    throw new AppError('not_found', 'There is no such upload here.')
  await withTenant(ctx, (tx) => completeUpload(tx, { workspaceId, id }, sha256))
  return sha256
}

/**
 * Moves the bytes to their place by content, as the last step of the transaction that needs them there. The lock keeps a
 * failing version of the same bytes from removing them in between; the move is one rename.
 */
async function placeBytes(tx: Tx, upload: UploadRow & { sha256: string }): Promise<void> {
  const { workspaceId, id, sha256, sizeBytes } = upload
  await lockBytes(tx, workspaceId, sha256)
  await insertBlob(tx, { workspaceId, sha256, sizeBytes })
  const blobKey = toBlobKey(workspaceId, sha256)
  try {
    await storage.move(toUploadKey(workspaceId, id), blobKey)
  } catch (error) {
    if (!isAppError(error, 'not_found')) throw error
    if (await storage.stat(blobKey)) return
    throw new AppError('conflict', 'The bytes of this upload are gone. Upload the file again.')
  }
}

/** @returns null when there is no such file. */
async function hashFile(key: string): Promise<string | null> {
  try {
    const { body } = await storage.get(key)
    const hash = createHash('sha256')
    for await (const bytes of body) hash.update(bytes)
    return hash.digest('hex')
  } catch (error) {
    if (isAppError(error, 'not_found')) return null
    throw error
  }
}

/** The hash that another request wrote down before it moved the bytes away. */
async function findHash(ctx: WorkspaceContext, id: string): Promise<string | null> {
  const upload = await withTenant(ctx, (tx) => findUpload(tx, ctx.workspaceId, id))
  return upload?.sha256 ?? null
}

async function claim(tx: Tx, ctx: WorkspaceContext, uploadId: string): Promise<UploadRow> {
  const upload = await lockUpload(tx, ctx.workspaceId, uploadId)
  if (!upload) throw new AppError('not_found', 'There is no such upload here.')
  return upload
}

async function getClaimed(tx: Tx, workspaceId: string, documentId: string): Promise<DocumentRow> {
  const row = await findDocument(tx, workspaceId, documentId)
  if (!row) throw new AppError('not_found', 'The document of this upload is gone. Upload the file again.')
  return row
}

async function link(
  tx: Tx,
  ctx: WorkspaceContext,
  input: CreateDocument,
  upload: UploadRow & { sha256: string },
): Promise<DocumentRow> {
  const { workspaceId } = ctx
  const { sha256, sizeBytes, mediaType } = upload
  const settingsHash = toSettingsHash(DEFAULT_SETTINGS)
  const bytes = { workspaceId, sha256, mediaType, pipelineVersion: PIPELINE_VERSION, settingsHash }
  const before = input.onDuplicate === 'keepBoth' ? null : await findDocumentReadBefore(tx, bytes)
  if (before) return before
  const newId = createId()
  const version = await upsertVersion(tx, {
    ...bytes,
    id: newId,
    sizeBytes,
    chunkSize: DEFAULT_SETTINGS.chunkSize,
  })
  const here = await findLiveDocumentOfVersion(tx, workspaceId, version.id)
  if (here && version.status !== 'failed' && input.onDuplicate !== 'keepBoth') return here
  const reused = here && version.status === 'failed' ? here : null
  if (!reused) await requireFewFailed(tx, workspaceId)
  // A failed version counts for nothing; trying it again counts every document that shows it.
  const counted = version.status === 'failed' ? await countLiveDocuments(tx, workspaceId, version.id) : 0
  await takeStock(tx, ctx, 'documents', counted + (reused ? 0 : 1))
  const row = reused ?? (await insert(tx, ctx, input, upload, version))
  await startIngestion(tx, ctx, version, version.id === newId)
  return (await findDocument(tx, workspaceId, row.id)) ?? row
}

/** What failed takes no room of the plan, but its bytes are kept for another try: no more of it than the plan holds of others. */
async function requireFewFailed(tx: Tx, workspaceId: string): Promise<void> {
  const failed = await countFailedWithBytes(tx, workspaceId)
  const limit = failed > 0 ? await findStockLimit(tx, workspaceId, 'documents') : null
  if (limit === null || failed < limit) return
  throw new AppError('conflict', 'Remove the documents that could not be read first, then add this one.')
}

function insert(
  tx: Tx,
  ctx: WorkspaceContext,
  input: CreateDocument,
  upload: UploadRow,
  version: VersionRow,
) {
  return insertDocument(tx, {
    workspaceId: ctx.workspaceId,
    id: createId(),
    name: toDocumentName(input.name ?? upload.filename),
    versionId: version.id,
    createdBy: ctx.userId,
  })
}

/** Queues what is to be read; a version that is ready only has its pages counted. Same transaction: a document without its job would wait for ever. */
async function startIngestion(
  tx: Tx,
  ctx: WorkspaceContext,
  version: VersionRow,
  isNew: boolean,
): Promise<void> {
  if (version.status === 'ready') {
    await takePages(tx, ctx, version, version.pageCount ?? 0)
    // Nobody has shown it since a re-index: its passages are kept, but out of the index.
    if (!(await isIndexed(tx, version.workspaceId, version.id))) await reopenVersion(tx, version)
    return
  }
  // One job a version: a second would only take it out of the hands of the first.
  if (version.status === 'processing' || (version.status === 'queued' && !isNew)) return
  if (version.status === 'failed') await retryVersion(tx, version)
  await enqueueIngestion(tx, version)
}

const FRESH = {
  searchablePages: 0,
  failureCode: null,
  attempts: 0,
  startedAt: null,
  finishedAt: null,
} as const

/** Back to the start of the line, with nothing of the failed try left. What was read whole once stays read. */
export async function retryVersion(tx: Tx, { workspaceId, id, report }: VersionRow): Promise<void> {
  const unread = report === null ? { stage: 'detect', pagesDone: 0, pageCount: null } : {}
  await transitionVersion(tx, { workspaceId, id }, 'retry', { ...FRESH, ...unread })
}

/** Puts a version whose passages are out of the index back into the line: only the index is to be made again. */
export async function reopenVersion(
  tx: Tx,
  version: VersionRow,
  options?: { noRetry: boolean },
): Promise<void> {
  const { workspaceId, id } = version
  await transitionVersion(tx, { workspaceId, id }, 'reopen', { ...FRESH, stage: 'index' })
  await enqueueIngestion(tx, version, options)
}

/** @param options.noRetry nobody but who ordered it may ask for it again, once it has failed. */
export function enqueueIngestion(
  tx: Tx,
  { workspaceId, id }: VersionRow,
  { noRetry } = { noRetry: false },
): Promise<void> {
  const payload = { workspaceId, versionId: id, ...(noRetry && { noRetry }) }
  return enqueue(tx, ingestJob, payload, { singletonKey: id })
}
