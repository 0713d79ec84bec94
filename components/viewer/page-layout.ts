/** White between two pages, and above the first. */
export const PAGE_GAP = 16
/** Height over width of a page that is not known yet (A4). */
const GUESSED_RATIO = Math.SQRT2

/** Where each page stands in the scrolled column; index 0 is page 1. Pixels. */
export interface PageLayout {
  readonly tops: readonly number[]
  readonly heights: readonly number[]
  readonly total: number
}

/** A place in the document that keeps its meaning when pages change their size. */
export interface ReadingPlace {
  readonly page: number
  /** 0 is the top of the page, 1 the top of the next one. */
  readonly share: number
}

/**
 * Sets pages of one width under each other.
 *
 * @param ratios height over width by page number; unknown pages are taken to be like page 1.
 */
export function layOutPages(
  pageCount: number,
  width: number,
  ratios: ReadonlyMap<number, number>,
): PageLayout {
  const tops: number[] = []
  const heights: number[] = []
  let y = PAGE_GAP
  for (let page = 1; page <= pageCount; page += 1) {
    const height = Math.round(width * (ratios.get(page) ?? ratios.get(1) ?? GUESSED_RATIO))
    tops.push(y)
    heights.push(height)
    y += height + PAGE_GAP
  }
  return { tops, heights, total: y }
}

/** The page at height `y`, the gap below it counted in. */
export function toPlace({ tops, heights }: PageLayout, y: number): ReadingPlace {
  let low = 0
  let high = tops.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((tops[middle] ?? 0) <= y) low = middle
    else high = middle - 1
  }
  const share = (y - (tops[low] ?? 0)) / ((heights[low] ?? 0) + PAGE_GAP)
  return { page: low + 1, share: Math.min(share, 1) }
}

export function toOffset({ tops, heights }: PageLayout, { page, share }: ReadingPlace): number {
  const index = Math.min(Math.max(page, 1), tops.length) - 1
  return Math.max(0, (tops[index] ?? 0) + share * ((heights[index] ?? 0) + PAGE_GAP))
}

/** Pages to draw: those in sight and one on each side. */
export function toDrawnPages(layout: PageLayout, scrollTop: number, viewHeight: number): number[] {
  const first = Math.max(toPlace(layout, scrollTop).page - 1, 1)
  const last = Math.min(toPlace(layout, scrollTop + viewHeight).page + 1, layout.tops.length)
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index)
}

/** How far down the window one reads: the page there is the shown one, and a zoom keeps what stands there. */
export const READING_LINE = 0.4

/** The page that is being read; at the end of the document the last one, however short it is. */
export function toShownPage(layout: PageLayout, scrollTop: number, viewHeight: number): number {
  const isAtEnd = scrollTop > 0 && scrollTop + viewHeight >= layout.total - 2
  return isAtEnd ? layout.tops.length : toPlace(layout, scrollTop + viewHeight * READING_LINE).page
}
