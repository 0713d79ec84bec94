/** Characters of canonical text that count as a page where a format has no pages (lib/ingestion/README.md). */
export const CHARACTERS_PER_PAGE = 3000

export interface TextPage {
  charStart: number
  charEnd: number
}

/** Number of pages that a text without pages counts as. */
export function countTextPages(characters: number): number {
  return Math.max(1, Math.ceil(characters / CHARACTERS_PER_PAGE))
}

/** How far a cut may lie from an even share to reach a better place, as a share of a page. */
const REACH = 0.45

/**
 * Cuts a text into exactly `countTextPages` pages of about equal length. Cuts lie at the given boundaries, else
 * between paragraphs, lines or words, as near to the even share as such a place is; the "\n" or space that is cut at
 * belongs to neither page, so pages joined with "\n" give the text again.
 *
 * @param boundaries offsets of line breaks where a block of the format ends, ascending.
 */
export function cutPages(text: string, boundaries: readonly number[] = []): TextPage[] {
  const count = countTextPages(text.length)
  const share = text.length / count
  const pages: TextPage[] = []
  let charStart = 0
  for (let i = 1; i < count; i++) {
    const target = Math.round(share * i)
    const reach = Math.round(share * REACH)
    const window = {
      from: Math.max(charStart + 1, target - reach),
      to: Math.min(text.length - 1, target + reach),
      target,
    }
    const cut = findCut(text, boundaries, window)
    pages.push({ charStart, charEnd: cut })
    charStart = /\s/.test(text.charAt(cut)) ? cut + 1 : cut
  }
  pages.push({ charStart, charEnd: text.length })
  return pages
}

interface Window {
  from: number
  to: number
  target: number
}

function findCut(text: string, boundaries: readonly number[], window: Window): number {
  const isInside = (at: number) => at >= window.from && at <= window.to
  const block = nearest(boundaries.filter(isInside), window.target)
  if (block !== null) return block
  for (const pattern of [/\n(?=\n)/g, /\n/g, /(?<=[.!?]) /g, /\s/g]) {
    const places: number[] = []
    for (const match of text.slice(window.from, window.to).matchAll(pattern))
      places.push(window.from + match.index)
    const place = nearest(places, window.target)
    if (place !== null) return place
  }
  const isLowSurrogate = /[\udc00-\udfff]/.test(text.charAt(window.target))
  return isLowSurrogate ? window.target - 1 : window.target
}

function nearest(places: readonly number[], target: number): number | null {
  let best: number | null = null
  for (const place of places)
    if (best === null || Math.abs(place - target) < Math.abs(best - target)) best = place
  return best
}
