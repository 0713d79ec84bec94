import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { takeStock } from '#lib/billing/index.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { storage } from '#lib/platform/storage/index.ts'
import { enqueueIngestion, retryVersion } from './create-document.ts'
import { toDocumentName } from './document-name.ts'
import { FAILURES, failureFactsSchema, toRemedy } from './failures.ts'
import { getDocumentRow, lockDocument, toDocument } from './list-documents.ts'
import { setPendingVersion } from './reindex-repository.ts'
import { countLiveDocuments, lockVersion, updateDocumentRow, type VersionRow } from './repository.ts'
import { type Document, FAILURE_CODES, type UpdateDocument } from './schema.ts'
import { abandonVersion } from './show-version.ts'
import { returnPages, takePages } from './stock.ts'
import { toBlobKey } from './storage-keys.ts'

/** Renames a document. @throws AppError forbidden, not_found */
export async function updateDocument(
  ctx: WorkspaceContext,
  id: string,
  input: UpdateDocument,
): Promise<Document> {
  requireRole(ctx, 'member')
  return withTenant(ctx, async (tx) => {
    await getDocumentRow(tx, ctx.workspaceId, id)
    const key = { workspaceId: ctx.workspaceId, id }
    const row = await updateDocumentRow(tx, key, {
      name: toDocumentName(input.name),
      updatedAt: systemClock.now(),
    })
    return toDocument(tx, ctx.workspaceId, row)
  })
}

/**
 * Puts a document into the trash: out of lists, search and stock at once, and back by `restoreDocument`. A re-index under
 * way stops, and nothing is charged for it. Doing it twice changes nothing.
 *
 * @throws AppError forbidden, not_found
 */
export async function trashDocument(ctx: WorkspaceContext, id: string): Promise<void> {
  requireRole(ctx, 'member')
  await withTenant(ctx, async (tx) => {
    const { row, version } = await lockDocument(tx, ctx, id)
    if (row.trashedAt) return
    const key = { workspaceId: ctx.workspaceId, id }
    const pending = row.pendingVersionId
    if (pending) {
      // Locked before the stock, as everywhere.
      await lockVersion(tx, ctx.workspaceId, pending)
      await setPendingVersion(tx, key, null)
    }
    const now = systemClock.now()
    await updateDocumentRow(tx, key, { trashedAt: now, updatedAt: now })
    if (version.status !== 'failed') await takeStock(tx, ctx, 'documents', -1)
    if ((await countLiveDocuments(tx, ctx.workspaceId, version.id)) === 0) await returnPages(tx, ctx, version)
    if (pending) await abandonVersion(tx, ctx.workspaceId, pending)
  })
}

/**
 * Takes a document out of the trash.
 *
 * @throws AppError forbidden, not_found, limit_reached when it no longer fits the plan.
 */
export async function restoreDocument(ctx: WorkspaceContext, id: string): Promise<Document> {
  requireRole(ctx, 'member')
  return withTenant(ctx, async (tx) => {
    const { row, version } = await lockDocument(tx, ctx, id)
    if (!row.trashedAt) return toDocument(tx, ctx.workspaceId, row)
    const key = { workspaceId: ctx.workspaceId, id }
    const restored = await updateDocumentRow(tx, key, { trashedAt: null, updatedAt: systemClock.now() })
    if (version.status !== 'failed') {
      await takeStock(tx, ctx, 'documents', 1)
      await takePages(tx, ctx, version, version.pageCount ?? 0)
    }
    return toDocument(tx, ctx.workspaceId, restored)
  })
}

/**
 * Reads a failed document again from the stored bytes.
 *
 * @throws AppError forbidden, not_found, conflict (it has not failed, or only a new upload can help), limit_reached.
 */
export async function retryDocument(ctx: WorkspaceContext, id: string): Promise<Document> {
  requireRole(ctx, 'member')
  await assertBytes(ctx, id)
  return withTenant(ctx, async (tx) => {
    const { row, version } = await lockDocument(tx, ctx, id)
    if (row.trashedAt) throw new AppError('conflict', 'The document is in the trash. Restore it first.')
    if (version.status !== 'failed') throw new AppError('conflict', 'This document has not failed.')
    assertRetryable(version)
    await takeStock(tx, ctx, 'documents', await countLiveDocuments(tx, ctx.workspaceId, version.id))
    await retryVersion(tx, version)
    await enqueueIngestion(tx, version)
    return toDocument(tx, ctx.workspaceId, await getDocumentRow(tx, ctx.workspaceId, id))
  })
}

async function assertBytes(ctx: WorkspaceContext, id: string): Promise<void> {
  const row = await withTenant(ctx, (tx) => getDocumentRow(tx, ctx.workspaceId, id))
  if (await storage.stat(toBlobKey(ctx.workspaceId, row.version.sha256))) return
  throw new AppError('conflict', 'Its bytes were not kept. Upload the file again.')
}

function assertRetryable(version: VersionRow): void {
  const code = FAILURE_CODES.find((candidate) => candidate === version.failureCode)
  if (!code || FAILURES[code].retryable) return
  const facts = failureFactsSchema.parse(version.failureDetail ?? {})
  throw new AppError('conflict', `Reading it again would end the same way. ${toRemedy(code, facts)}`)
}
