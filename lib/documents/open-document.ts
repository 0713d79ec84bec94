import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { decodeRuns } from './geometry/index.ts'
import { getDocumentRow } from './list-documents.ts'
import { type DocumentRow, findPage, findVersion, hasRevision, type VersionRow } from './repository.ts'
import type { CanonicalPage } from './schema.ts'
import { toBlobKey } from './storage-keys.ts'

export interface OriginalFile {
  readonly storageKey: string
  readonly sizeBytes: number
  readonly mediaType: string
  readonly name: string
}

/** Which version is read, and what still opens one in the trash. */
export interface Reading {
  /** One that the document showed before; the current one if left out. */
  readonly versionId?: string | undefined
  /**
   * Whether a footnote shows the version. The trash is outside the plan's limits, so that nothing in it is read but what
   * an answer has quoted; without this nothing is.
   */
  readonly isCited?: (tx: Tx, key: { workspaceId: string; versionId: string }) => Promise<boolean>
}

/**
 * Where the original bytes of a document lie, of its current version or of one that it showed before (an old citation
 * opens the old bytes).
 *
 * @throws AppError not_found
 */
export async function getOriginalFile(
  ctx: WorkspaceContext,
  id: string,
  reading: Reading = {},
): Promise<OriginalFile> {
  requireRole(ctx, 'viewer')
  const { row, version } = await getVersionOf(ctx, id, reading)
  return {
    storageKey: toBlobKey(ctx.workspaceId, version.sha256),
    sizeBytes: Number(version.sizeBytes),
    mediaType: version.mediaType,
    name: row.name,
  }
}

/** Canonical text of one page with its runs. @throws AppError not_found, also for a page that is not read yet. */
export async function getCanonicalPage(
  ctx: WorkspaceContext,
  id: string,
  number: number,
  reading: Reading = {},
): Promise<CanonicalPage> {
  requireRole(ctx, 'viewer')
  const { version } = await getVersionOf(ctx, id, reading)
  const page = await withTenant(ctx, (tx) => findPage(tx, ctx.workspaceId, version.id, number))
  if (!page) throw new AppError('not_found', 'There is no such page, or it has not been read yet.')
  const runs = page.geometry ? decodeRuns(page.geometry) : []
  return {
    documentId: id,
    versionId: version.id,
    number,
    pageCount: version.pageCount ?? number,
    text: page.text,
    width: page.width,
    height: page.height,
    rotation: page.rotation,
    source: page.source === 'layer' ? 'layer' : page.source === 'ocr' ? 'ocr' : 'empty',
    runs: runs.map((run) => [run.charStart, run.charEnd, run.x, run.y, run.w, run.h]),
  }
}

/**
 * A document with its current version, or with one that it showed before.
 *
 * @throws AppError not_found, also for one in the trash that no footnote shows
 */
export function getVersionOf(
  ctx: WorkspaceContext,
  id: string,
  { versionId, isCited }: Reading,
): Promise<{ row: DocumentRow; version: VersionRow }> {
  return withTenant(ctx, async (tx) => {
    const row = await getDocumentRow(tx, ctx.workspaceId, id)
    if (row.trashedAt) {
      const key = { workspaceId: ctx.workspaceId, versionId: versionId ?? row.versionId }
      if (!(await isCited?.(tx, key))) throw new AppError('not_found', 'The document lies in the trash.')
    }
    if (!versionId || versionId === row.versionId) return { row, version: row.version }
    const known = await hasRevision(tx, ctx.workspaceId, id, versionId)
    const version = known ? await findVersion(tx, ctx.workspaceId, versionId) : null
    if (!version) throw new AppError('not_found', 'There is no such version of this document.')
    return { row, version }
  })
}
