import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import { BYTES_DROPPED } from './failures.ts'
import { getTransition, type VersionEvent, type VersionStatus } from './version-state.ts'

export type VersionRow = Prisma.DocumentVersionGetPayload<object>
export type DocumentRow = Prisma.DocumentGetPayload<{ include: { version: true } }>
export type UploadRow = Prisma.UploadGetPayload<object>

const withVersion = { version: true } as const

/** A document with its current version, trashed or not; null when the workspace has none of that id. */
export function findDocument(tx: Tx, workspaceId: string, id: string): Promise<DocumentRow | null> {
  return tx.document.findUnique({ where: { workspaceId_id: { workspaceId, id } }, include: withVersion })
}

/** The oldest document outside the trash that shows `versionId` now. */
export function findLiveDocumentOfVersion(tx: Tx, workspaceId: string, versionId: string) {
  return tx.document.findFirst({
    where: { workspaceId, versionId, trashedAt: null },
    include: withVersion,
    orderBy: { id: 'asc' },
  })
}

/** The oldest document outside the trash that shows the same bytes, read by another pipeline or with other settings. */
export function findDocumentReadBefore(
  tx: Tx,
  bytes: Pick<VersionRow, 'workspaceId' | 'sha256' | 'mediaType' | 'pipelineVersion' | 'settingsHash'>,
): Promise<DocumentRow | null> {
  const { workspaceId, sha256, mediaType, pipelineVersion, settingsHash } = bytes
  return tx.document.findFirst({
    where: {
      workspaceId,
      trashedAt: null,
      version: { sha256, mediaType, status: 'ready', NOT: { pipelineVersion, settingsHash } },
    },
    include: withVersion,
    orderBy: { id: 'asc' },
  })
}

/** How many documents outside the trash show `versionId` now. */
export function countLiveDocuments(tx: Tx, workspaceId: string, versionId: string): Promise<number> {
  return tx.document.count({ where: { workspaceId, versionId, trashedAt: null } })
}

/** Documents outside the trash that count for nothing but have kept their bytes: reading them failed, and may do better. */
export function countFailedWithBytes(tx: Tx, workspaceId: string): Promise<number> {
  const version = { status: 'failed', failureCode: { notIn: [...BYTES_DROPPED] } }
  return tx.document.count({ where: { workspaceId, trashedAt: null, version } })
}

export interface DocumentListFilter {
  readonly status?: VersionStatus | undefined
  readonly trashed: boolean
  /** Ids before this one (the newest come first). */
  readonly before?: string | undefined
  readonly take: number
}

/** Newest first: ids are UUIDv7, so they order by creation. */
export function listDocumentRows(
  tx: Tx,
  workspaceId: string,
  filter: DocumentListFilter,
): Promise<DocumentRow[]> {
  return tx.document.findMany({
    where: {
      workspaceId,
      trashedAt: filter.trashed ? { not: null } : null,
      ...(filter.before ? { id: { lt: filter.before } } : {}),
      ...(filter.status ? { version: { status: filter.status } } : {}),
    },
    include: withVersion,
    orderBy: { id: 'desc' },
    take: filter.take,
  })
}

/** The number of each document's current revision. */
export async function findRevisionNumbers(tx: Tx, workspaceId: string, documentIds: string[]) {
  const rows = await tx.documentRevision.groupBy({
    by: ['documentId'],
    where: { workspaceId, documentId: { in: documentIds } },
    _max: { number: true },
  })
  return new Map(rows.map((row) => [row.documentId, row._max.number ?? 1]))
}

/** Places in the workspace's line, 1 = next, of those among `versionIds` that wait. */
export async function findQueuePositions(
  tx: Tx,
  workspaceId: string,
  versionIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ id: string; place: number }[]>`
    SELECT id, place FROM (
      SELECT id, row_number() OVER (ORDER BY created_at, id)::int AS place FROM document_version
      WHERE workspace_id = ${workspaceId}::uuid AND status = 'queued') waiting
    WHERE id = ANY (${[...versionIds]}::uuid[])`
  return new Map(rows.map(({ id, place }) => [id, place]))
}

export function findVersion(tx: Tx, workspaceId: string, id: string): Promise<VersionRow | null> {
  return tx.documentVersion.findUnique({ where: { workspaceId_id: { workspaceId, id } } })
}

/** The version, locked until the transaction ends: stock and status change under this lock only. */
export async function lockVersion(tx: Tx, workspaceId: string, id: string): Promise<VersionRow | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM document_version
    WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid FOR UPDATE`
  return rows.length === 0 ? null : findVersion(tx, workspaceId, id)
}

/**
 * Moves a version along its state machine; nothing else writes `status`.
 *
 * @returns false when the version was in no state that takes `event`; nothing was written then.
 */
export async function transitionVersion(
  tx: Tx,
  key: { workspaceId: string; id: string },
  event: VersionEvent,
  changes: Prisma.DocumentVersionUpdateManyMutationInput = {},
): Promise<boolean> {
  const { from, to } = getTransition(event)
  const { count } = await tx.documentVersion.updateMany({
    where: { ...key, status: { in: from } },
    data: { ...changes, status: to },
  })
  return count === 1
}

/** The version row of these bytes and settings, made when there is none. Locked until the transaction ends. */
export async function upsertVersion(
  tx: Tx,
  version: Pick<
    VersionRow,
    | 'workspaceId'
    | 'id'
    | 'sha256'
    | 'mediaType'
    | 'sizeBytes'
    | 'pipelineVersion'
    | 'settingsHash'
    | 'chunkSize'
  >,
): Promise<VersionRow> {
  const { workspaceId, sha256, mediaType, pipelineVersion, settingsHash } = version
  await tx.documentVersion.createMany({ data: [version], skipDuplicates: true })
  const row = await tx.documentVersion.findUniqueOrThrow({
    where: {
      workspaceId_sha256_mediaType_pipelineVersion_settingsHash: {
        workspaceId,
        sha256,
        mediaType,
        pipelineVersion,
        settingsHash,
      },
    },
    select: { id: true },
  })
  const locked = await lockVersion(tx, workspaceId, row.id)
  if (!locked) throw new Error('A version vanished while it was being linked.')
  return locked
}

/** A document that shows `versionId`, with its first revision. */
export async function insertDocument(
  tx: Tx,
  document: { workspaceId: string; id: string; name: string; versionId: string; createdBy: string | null },
): Promise<DocumentRow> {
  const { workspaceId, id, versionId, createdBy } = document
  await tx.document.create({ data: document })
  await tx.documentRevision.create({ data: { workspaceId, documentId: id, number: 1, versionId, createdBy } })
  return tx.document.findUniqueOrThrow({
    where: { workspaceId_id: { workspaceId, id } },
    include: withVersion,
  })
}

/** Writes name or trash state; the row must exist. */
export function updateDocumentRow(
  tx: Tx,
  key: { workspaceId: string; id: string },
  changes: { name?: string; trashedAt?: Date | null; updatedAt: Date },
): Promise<DocumentRow> {
  return tx.document.update({ where: { workspaceId_id: key }, data: changes, include: withVersion })
}

export function insertUpload(tx: Tx, upload: Prisma.UploadUncheckedCreateInput): Promise<UploadRow> {
  return tx.upload.create({ data: upload })
}

export function findUpload(tx: Tx, workspaceId: string, id: string): Promise<UploadRow | null> {
  return tx.upload.findUnique({ where: { workspaceId_id: { workspaceId, id } } })
}

/** One opening of an upload at a time in a workspace, until the transaction ends. */
export async function lockUploads(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`upload:${workspaceId}`}::text, 0))`
}

/** Uploads that are no document's yet: how many, and the bytes they announce. */
export async function sumOpenUploads(
  tx: Tx,
  workspaceId: string,
): Promise<{ count: number; sizeBytes: number }> {
  const { _count, _sum } = await tx.upload.aggregate({
    where: { workspaceId, status: { not: 'claimed' } },
    _count: true,
    _sum: { sizeBytes: true },
  })
  return { count: _count, sizeBytes: Number(_sum.sizeBytes ?? 0n) }
}

/** The upload, locked until the transaction ends. */
export async function lockUpload(tx: Tx, workspaceId: string, id: string): Promise<UploadRow | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM upload WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid FOR UPDATE`
  return rows.length === 0 ? null : findUpload(tx, workspaceId, id)
}

export async function updateUpload(
  tx: Tx,
  key: { workspaceId: string; id: string },
  changes: Prisma.UploadUncheckedUpdateManyInput,
): Promise<void> {
  await tx.upload.updateMany({ where: key, data: changes })
}

/** Notes that all bytes are here. One that another request has made a document of meanwhile stays claimed. */
export async function completeUpload(
  tx: Tx,
  key: { workspaceId: string; id: string },
  sha256: string,
): Promise<void> {
  await tx.upload.updateMany({
    where: { ...key, status: { not: 'claimed' } },
    data: { sha256, status: 'complete' },
  })
}

export async function deleteUpload(tx: Tx, key: { workspaceId: string; id: string }): Promise<void> {
  await tx.upload.deleteMany({ where: key })
}

/** Uploads that have outlived their time and are no document's; of all workspaces. */
export function listExpiredUploads(tx: Tx, now: Date, take: number) {
  return tx.upload.findMany({
    where: { expiresAt: { lt: now }, status: { not: 'claimed' } },
    select: { workspaceId: true, id: true },
    orderBy: { expiresAt: 'asc' },
    take,
  })
}

export async function insertBlob(
  tx: Tx,
  blob: { workspaceId: string; sha256: string; sizeBytes: bigint },
): Promise<void> {
  await tx.blob.createMany({ data: [blob], skipDuplicates: true })
}

/** Until the transaction ends nobody else places or removes the bytes. Taken last, behind rows. */
export async function lockBytes(tx: Tx, workspaceId: string, sha256: string): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(${`${workspaceId}/${sha256}`}::text, 0))`
}

/** Whether a version may still be read from the bytes: all do but those that failed for good. */
export async function areBytesNeeded(tx: Tx, workspaceId: string, sha256: string): Promise<boolean> {
  const failedForGood = { status: 'failed', failureCode: { in: [...BYTES_DROPPED] } }
  return (await tx.documentVersion.count({ where: { workspaceId, sha256, NOT: failedForGood } })) > 0
}

export async function deleteBlob(tx: Tx, workspaceId: string, sha256: string): Promise<void> {
  await tx.blob.deleteMany({ where: { workspaceId, sha256 } })
}

/** One page of canonical text; null when the version has no such page (yet). */
export function findPage(tx: Tx, workspaceId: string, versionId: string, number: number) {
  return tx.documentPage.findUnique({
    where: { workspaceId_versionId_number: { workspaceId, versionId, number } },
  })
}

/** Pages `from` to `to`, both included, in order. */
export function listPageRange(
  tx: Tx,
  workspaceId: string,
  versionId: string,
  { from, to }: { from: number; to: number },
) {
  return tx.documentPage.findMany({
    where: { workspaceId, versionId, number: { gte: from, lte: to } },
    select: { number: true, text: true, geometry: true },
    orderBy: { number: 'asc' },
  })
}

/** Whether `versionId` is or was shown by the document. */
export async function hasRevision(tx: Tx, workspaceId: string, documentId: string, versionId: string) {
  return (await tx.documentRevision.count({ where: { workspaceId, documentId, versionId } })) > 0
}
