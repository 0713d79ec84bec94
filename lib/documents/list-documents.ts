import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { findReceipts } from '#lib/billing/index.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { findVersions, lockShownVersions } from './reindex-repository.ts'
import {
  type DocumentRow,
  findDocument,
  findQueuePositions,
  findRevisionNumbers,
  listDocumentRows,
  lockVersion,
  type VersionRow,
} from './repository.ts'
import type { Document, ListDocuments } from './schema.ts'
import { serializeDocument } from './serializers.ts'

const DEFAULT_PAGE_SIZE = 100
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Documents, newest first. The cursor is the id of the last one given. */
export async function listDocuments(
  ctx: WorkspaceContext,
  filter: ListDocuments,
): Promise<{ items: Document[]; nextCursor: string | null }> {
  requireRole(ctx, 'viewer')
  if (filter.cursor && !UUID.test(filter.cursor))
    throw new AppError('bad_request', 'The cursor is not one of ours.')
  const limit = filter.limit ?? DEFAULT_PAGE_SIZE
  return withTenant(ctx, async (tx) => {
    const rows = await listDocumentRows(tx, ctx.workspaceId, {
      status: filter.status,
      trashed: filter.trashed ?? false,
      before: filter.cursor,
      take: limit + 1,
    })
    const items = await toDocuments(tx, ctx.workspaceId, rows.slice(0, limit))
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  })
}

/** One document, trashed or not. @throws AppError not_found */
export async function getDocument(ctx: WorkspaceContext, id: string): Promise<Document> {
  requireRole(ctx, 'viewer')
  return withTenant(ctx, async (tx) =>
    toDocument(tx, ctx.workspaceId, await getDocumentRow(tx, ctx.workspaceId, id)),
  )
}

/** @throws AppError not_found, also for another tenant's document. */
export async function getDocumentRow(tx: Tx, workspaceId: string, id: string): Promise<DocumentRow> {
  const row = await findDocument(tx, workspaceId, id)
  if (!row) throw new AppError('not_found', 'There is no such document here.')
  return row
}

/**
 * A document with its current version, locked until the transaction ends: which version it shows, whether it is in the
 * trash and what it holds of the stock change under this lock only.
 *
 * @throws AppError not_found
 */
export async function lockDocument(
  tx: Tx,
  { workspaceId }: WorkspaceContext,
  id: string,
): Promise<{ row: DocumentRow; version: VersionRow }> {
  const found = await getDocumentRow(tx, workspaceId, id)
  await lockShownVersions(tx, workspaceId, found.version.sha256)
  const { versionId } = await getDocumentRow(tx, workspaceId, id)
  const version = await lockVersion(tx, workspaceId, versionId)
  if (!version) throw new Error('A document without its version.')
  // Read again under the locks: another request may have changed it meanwhile.
  return { row: await getDocumentRow(tx, workspaceId, id), version }
}

/** Row to response, with what else it needs. */
export async function toDocument(tx: Tx, workspaceId: string, row: DocumentRow): Promise<Document> {
  const [document] = await toDocuments(tx, workspaceId, [row])
  if (!document) throw new Error('A row gave no document.')
  return document
}

async function toDocuments(tx: Tx, workspaceId: string, rows: DocumentRow[]): Promise<Document[]> {
  const ids = rows.map((row) => row.id)
  const revisions = await findRevisionNumbers(tx, workspaceId, ids)
  const waiting = rows.filter((row) => row.version.status === 'queued').map((row) => row.versionId)
  const places =
    waiting.length > 0 ? await findQueuePositions(tx, workspaceId, waiting) : new Map<string, number>()
  const pending = await findVersions(
    tx,
    workspaceId,
    rows.flatMap(({ pendingVersionId }) => pendingVersionId ?? []),
  )
  const paid = rows.flatMap(({ version }) => version.reservationId ?? [])
  const receipts = await findReceipts(tx, workspaceId, paid)
  const now = systemClock.now()
  return rows.map((row) =>
    serializeDocument({
      row,
      revision: revisions.get(row.id) ?? 1,
      queuePosition: places.get(row.versionId) ?? null,
      pending: (row.pendingVersionId && pending.get(row.pendingVersionId)) || null,
      receipt: (row.version.reservationId && receipts.get(row.version.reservationId)) || null,
      now,
    }),
  )
}
