import type { Citation, NearestPassage } from '#lib/chat/schema.ts'
import { decodeRuns, toRects } from '#lib/documents/geometry/index.ts'
import { createId } from '#lib/platform/id.ts'
import type { RetrievedPassage } from '#lib/retrieval/index.ts'
import type { TextRange } from './locate-quote.ts'
import { readContext } from './page-context.ts'
import { type PageRange, toPageRanges } from './page-ranges.ts'

/** A page as it is stored. */
export interface StoredPage {
  readonly text: string
  /** Compact runs; null for formats without layout. */
  readonly geometry: Uint8Array | null
}

/** Pages of one version by number. */
export type VersionPages = ReadonlyMap<number, StoredPage>

/**
 * The rows of one footnote: each range of the passage, split where a page ends, with the rectangles of its glyphs.
 * Every quote is cut out of the stored page, so it stands there by construction.
 *
 * @returns nothing when passage and stored pages disagree; then there is nothing to point at.
 */
export function buildCitations(
  passage: RetrievedPassage,
  ranges: readonly TextRange[],
  extras: { pages: VersionPages; marker: number; verdict: Citation['verdict'] },
): Citation[] {
  const { pages, marker, verdict } = extras
  const texts = new Map([...pages].map(([number, page]) => [number, page.text]))
  const parts = ranges.map((range) => toPageRanges(passage, range, texts))
  if (parts.includes(null)) return []
  return parts
    .flatMap((part) => part ?? [])
    .map((range) => ({
      id: createId(),
      marker,
      documentId: passage.documentId,
      documentName: passage.documentName,
      versionId: passage.versionId,
      mediaType: passage.mediaType,
      ...range,
      quote: texts.get(range.page)?.slice(range.charStart, range.charEnd) ?? '',
      ...readContext(texts.get(range.page) ?? '', range.charStart, range.charEnd),
      rects: readRects(pages, range),
      verdict,
    }))
}

/** A passage to read beside a refusal: its part on the page where it begins. */
export function buildNearest(passage: RetrievedPassage, pages: VersionPages): NearestPassage | null {
  const texts = new Map([...pages].map(([number, page]) => [number, page.text]))
  const range = toPageRanges(passage, { start: 0, end: passage.text.length }, texts)?.[0]
  if (!range) return null
  return {
    documentId: passage.documentId,
    documentName: passage.documentName,
    versionId: passage.versionId,
    mediaType: passage.mediaType,
    ...range,
    text: texts.get(range.page)?.slice(range.charStart, range.charEnd) ?? '',
    rects: readRects(pages, range),
  }
}

function readRects(pages: VersionPages, range: PageRange): Citation['rects'] {
  const geometry = pages.get(range.page)?.geometry
  return geometry ? toRects(decodeRuns(geometry), range.charStart, range.charEnd) : []
}
