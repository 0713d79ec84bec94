import type { TextRange } from './locate-quote.ts'

/** Where a passage stands in its document: a range over canonical text that may cross pages. */
export interface PassagePlace {
  readonly text: string
  readonly pageStart: number
  readonly charStart: number
  readonly pageEnd: number
  readonly charEnd: number
}

export interface PageRange {
  readonly page: number
  /** Range in the page's canonical text, end exclusive. */
  readonly charStart: number
  readonly charEnd: number
}

/**
 * Carries a range of a passage over to the pages it lies on; one across a page break gives two. The passage must be the
 * pages' text, letter for letter, joined by one line break (a page without text may have left none behind).
 *
 * @param pages canonical text by page number, from `pageStart` to `pageEnd`.
 * @returns null when passage and pages disagree: then there is nothing that could be marked.
 */
export function toPageRanges(
  passage: PassagePlace,
  range: TextRange,
  pages: ReadonlyMap<number, string>,
): PageRange[] | null {
  const slices = readSlices(passage, pages)
  const layout =
    slices &&
    (matchSlices(slices, passage.text) ??
      matchSlices(
        slices.filter(({ text }) => text !== ''),
        passage.text,
      ))
  if (!layout) return null
  return layout.flatMap(({ page, offset, from, text }) => {
    const start = Math.max(range.start, offset)
    const end = Math.min(range.end, offset + text.length)
    return start < end
      ? trim({ page, charStart: from + start - offset, charEnd: from + end - offset }, pages)
      : []
  })
}

interface Slice {
  page: number
  /** Where the slice begins in its page. */
  from: number
  text: string
}

function readSlices(passage: PassagePlace, pages: ReadonlyMap<number, string>): Slice[] | null {
  const slices: Slice[] = []
  for (let page = passage.pageStart; page <= passage.pageEnd; page++) {
    const text = pages.get(page)
    if (text === undefined) return null
    const from = page === passage.pageStart ? passage.charStart : 0
    const to = page === passage.pageEnd ? passage.charEnd : text.length
    slices.push({ page, from, text: text.slice(from, to) })
  }
  return slices
}

function matchSlices(slices: readonly Slice[], text: string): (Slice & { offset: number })[] | null {
  if (slices.map((slice) => slice.text).join('\n') !== text) return null
  let offset = 0
  return slices.map((slice) => {
    const placed = { ...slice, offset }
    offset += slice.text.length + 1
    return placed
  })
}

function trim(range: PageRange, pages: ReadonlyMap<number, string>): PageRange[] {
  const text = pages.get(range.page)?.slice(range.charStart, range.charEnd) ?? ''
  const charStart = range.charStart + (text.length - text.trimStart().length)
  const charEnd = charStart + text.trim().length
  return charStart < charEnd ? [{ page: range.page, charStart, charEnd }] : []
}
