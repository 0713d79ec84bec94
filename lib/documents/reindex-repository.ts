import type { Tx } from '#lib/platform/db/index.ts'
import { lockVersion, type VersionRow } from './repository.ts'

/**
 * Until the transaction ends, nobody else changes which version the documents of these bytes show. Taken before the rows
 * of versions: only under it may a transaction lock two of them.
 */
export async function lockShownVersions(tx: Tx, workspaceId: string, sha256: string): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(${`shown:${workspaceId}/${sha256}`}::text, 0))`
}

/** The version of the same bytes with other settings; null when there is none yet. */
export function findVersionWith(
  tx: Tx,
  version: Pick<VersionRow, 'workspaceId' | 'sha256' | 'mediaType' | 'pipelineVersion' | 'settingsHash'>,
): Promise<VersionRow | null> {
  const { workspaceId, sha256, mediaType, pipelineVersion, settingsHash } = version
  return tx.documentVersion.findFirst({
    where: { workspaceId, sha256, mediaType, pipelineVersion, settingsHash },
  })
}

/** Versions by id. */
export async function findVersions(tx: Tx, workspaceId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, VersionRow>()
  const rows = await tx.documentVersion.findMany({ where: { workspaceId, id: { in: [...ids] } } })
  return new Map(rows.map((row) => [row.id, row]))
}

/** Whether all passages of a version that was read are in the index. */
export async function isIndexed(tx: Tx, workspaceId: string, versionId: string): Promise<boolean> {
  const missing = await tx.chunk.findFirst({
    where: { workspaceId, versionId, lexical: { is: null } },
    select: { id: true },
  })
  return missing === null
}

/** Whether a document shows the version or waits for it, in the trash or not. */
export async function isVersionWanted(tx: Tx, workspaceId: string, versionId: string): Promise<boolean> {
  const document = await tx.document.findFirst({
    where: { workspaceId, OR: [{ versionId }, { pendingVersionId: versionId }] },
    select: { id: true },
  })
  return document !== null
}

export interface WaitingDocument {
  id: string
  versionId: string
}

/** Documents that show the version as soon as it is ready. */
export function listWaitingDocuments(
  tx: Tx,
  workspaceId: string,
  versionId: string,
): Promise<WaitingDocument[]> {
  return tx.document.findMany({
    where: { workspaceId, pendingVersionId: versionId },
    select: { id: true, versionId: true },
    orderBy: { id: 'asc' },
  })
}

/** Lets a document wait for a version, or for none. */
export async function setPendingVersion(
  tx: Tx,
  key: { workspaceId: string; id: string },
  pendingVersionId: string | null,
): Promise<void> {
  await tx.document.updateMany({ where: key, data: { pendingVersionId } })
}

/** Notes what pays for making a version; its tries are counted anew. The row is locked by the caller. */
export async function setReservation(
  tx: Tx,
  { workspaceId, id }: VersionRow,
  reservationId: string | null,
): Promise<void> {
  await tx.documentVersion.updateMany({
    where: { workspaceId, id },
    data: { reservationId, attempts: 0, startedAt: null },
  })
}

/** Makes a version the current one of a document, as its next revision. */
export async function showVersion(
  tx: Tx,
  document: { workspaceId: string; id: string; versionId: string; by: string | null; at: Date },
): Promise<void> {
  const { workspaceId, id, versionId, by, at } = document
  await tx.document.updateMany({
    where: { workspaceId, id },
    data: { versionId, pendingVersionId: null, updatedAt: at },
  })
  const { _max } = await tx.documentRevision.aggregate({
    where: { workspaceId, documentId: id },
    _max: { number: true },
  })
  const number = (_max.number ?? 0) + 1
  await tx.documentRevision.create({
    data: { workspaceId, documentId: id, number, versionId, createdBy: by, createdAt: at },
  })
}

/** Versions of the same bytes that are ready, in the index, and wanted by no document. */
export async function listStaleVersions(tx: Tx, version: VersionRow): Promise<string[]> {
  const { workspaceId, sha256, mediaType } = version
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT v.id FROM document_version v
    WHERE v.workspace_id = ${workspaceId}::uuid AND v.sha256 = ${sha256}::text AND v.media_type = ${mediaType}::text
      AND v.status = 'ready'
      AND NOT EXISTS (SELECT 1 FROM document d WHERE d.workspace_id = ${workspaceId}::uuid
                      AND (d.version_id = v.id OR d.pending_version_id = v.id))
      AND EXISTS (SELECT 1 FROM chunk_lexical l WHERE l.workspace_id = ${workspaceId}::uuid AND l.version_id = v.id)`
  return rows.map(({ id }) => id)
}

/** Locks a version that nobody wants any more; false when somebody does again. */
export async function lockStaleVersion(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const version = await lockVersion(tx, workspaceId, id)
  return version?.status === 'ready' && !(await isVersionWanted(tx, workspaceId, id))
}

/** As `lockVersion`, of several: in the order of their ids. @returns them as they are under the locks. */
export async function lockVersions(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<VersionRow[]> {
  const rows: VersionRow[] = []
  for (const id of [...new Set(ids)].sort()) {
    const row = await lockVersion(tx, workspaceId, id)
    if (row) rows.push(row)
  }
  return rows
}
