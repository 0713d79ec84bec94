import type { Tx } from '#lib/platform/db/index.ts'

// What other domains read of documents, versions and pages. They ask here and write no queries of their own.

export interface LiveDocument {
  documentId: string
  versionId: string
  documentName: string
  mediaType: string
}

/** Documents outside the trash with their current versions; all of the workspace when `documentIds` is left out. */
export function listLiveDocuments(
  tx: Tx,
  workspaceId: string,
  documentIds?: string[],
): Promise<LiveDocument[]> {
  const all = documentIds === undefined
  // One join, in the way of every question.
  return tx.$queryRaw<LiveDocument[]>`
    SELECT d.id AS "documentId", d.version_id AS "versionId", d.name AS "documentName", v.media_type AS "mediaType"
    FROM document d JOIN document_version v ON v.workspace_id = d.workspace_id AND v.id = d.version_id
    WHERE d.workspace_id = ${workspaceId}::uuid AND d.trashed_at IS NULL
      AND (${all}::boolean OR d.id = ANY (${documentIds ?? []}::uuid[]))
    ORDER BY d.id`
}

/** Names of documents by id, trashed ones included: an old citation still says where it came from. */
export async function findDocumentNames(tx: Tx, workspaceId: string, ids: readonly string[]) {
  const rows = await tx.document.findMany({
    where: { workspaceId, id: { in: [...ids] } },
    select: { id: true, name: true },
  })
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Media types of versions by id. */
export async function findMediaTypes(tx: Tx, workspaceId: string, versionIds: readonly string[]) {
  const rows = await tx.documentVersion.findMany({
    where: { workspaceId, id: { in: [...versionIds] } },
    select: { id: true, mediaType: true },
  })
  return new Map(rows.map((row) => [row.id, row.mediaType]))
}

/** Who put the document there and what it is called; the oldest that shows the version or waits for it, trashed or not. */
export function findOwningDocument(tx: Tx, workspaceId: string, versionId: string) {
  return tx.document.findFirst({
    where: { workspaceId, OR: [{ versionId }, { pendingVersionId: versionId }] },
    select: { id: true, name: true, createdBy: true },
    orderBy: { id: 'asc' },
  })
}

/** Which of `ids` are documents of the workspace outside the trash. */
export async function findLiveDocumentIds(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.document.findMany({
    where: { workspaceId, id: { in: [...ids] }, trashedAt: null },
    select: { id: true },
  })
  return new Set(rows.map((row) => row.id))
}

/** How many documents the workspace has outside the trash. */
export function countDocuments(tx: Tx, workspaceId: string): Promise<number> {
  return tx.document.count({ where: { workspaceId, trashedAt: null } })
}

export interface PageKey {
  readonly versionId: string
  readonly page: number
}

/** Canonical text of pages. */
export function findPageTexts(tx: Tx, workspaceId: string, keys: readonly PageKey[]) {
  return tx.documentPage.findMany({
    where: { workspaceId, OR: groupPages(keys) },
    select: { versionId: true, number: true, text: true },
  })
}

/** Canonical text of pages with the places of its runs, which are larger than the text. */
export function findPages(tx: Tx, workspaceId: string, keys: readonly PageKey[]) {
  return tx.documentPage.findMany({
    where: { workspaceId, OR: groupPages(keys) },
    select: { versionId: true, number: true, text: true, geometry: true },
  })
}

function groupPages(keys: readonly PageKey[]) {
  const groups = new Map<string, Set<number>>()
  for (const { versionId, page } of keys) {
    const pages = groups.get(versionId) ?? new Set()
    groups.set(versionId, pages.add(page))
  }
  return [...groups].map(([versionId, pages]) => ({ versionId, number: { in: [...pages] } }))
}
