import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requirePagesPerDocument } from '#lib/billing/index.ts'
import { takePages, toBlobKey, type VersionRow } from '#lib/documents/index.ts'
import {
  CHUNK_SIZES,
  type ChunkSize,
  documentSchema,
  MEDIA_TYPES,
  type MediaType,
} from '#lib/documents/schema.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { storage } from '#lib/platform/storage/index.ts'
import { PageChunker } from './chunk/index.ts'
import { detectFile } from './detect/index.ts'
import { lockOwnVersion } from './own-version.ts'
import { PageWriter } from './page-writer.ts'
import { ParseFailure, type ParseInput, type ParseReport, parseFile } from './parse/index.ts'
import { PassageIndexer } from './passage-indexer.ts'
import { updateProgress, type VersionKey } from './repository.ts'
import { restoreIndex } from './restore-index.ts'

const reportSchema = documentSchema.shape.report

/** What is written of a version that was read and indexed. */
export type ReadFacts = Pick<ParseReport, 'pageCount' | 'textPages' | 'emptyPages' | 'garbledPages'>

/** Reads a version and puts its passages into the index; what is stored of it already is not made again. */
export async function readAndIndex(
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

export function toKey(version: VersionRow): VersionKey {
  return { workspaceId: version.workspaceId, versionId: version.id }
}
