import { type Line, lineText } from './lines.ts'
import { boxOf } from './piece.ts'

/** Pages on either side where a running line must come back: headers may alternate between left and right pages. */
export const FURNITURE_WINDOW = 4
/** Share of the page's height at its top and bottom where running lines stand. */
const MARGIN = 0.1
/** How far the line may move from page to page, as a share of the height. */
const DRIFT = 0.012

/** A line that may be a running header or footer: its text with digits masked, and where it stands. */
export interface MarginLine {
  key: string
  /** Middle of the line as a share of the page's height. */
  y: number
  line: Line
}

/** Lines in the outer tenth of the displayed page. */
export function findMarginLines(lines: readonly Line[], height: number): MarginLine[] {
  const found: MarginLine[] = []
  for (const line of lines) {
    const [first] = line.pieces
    if (!first || line.angle !== 0) continue
    const [, top, , bottom] = boxOf(first)
    const y = (top + bottom) / 2 / height
    if (y < MARGIN || y > 1 - MARGIN) found.push({ key: maskDigits(lineText(line)), y, line })
  }
  return found
}

/**
 * Lines of a page that come back near the same height on one of its neighbours (BENCH-ingest, pass B).
 *
 * @param neighbours margin lines of the pages within FURNITURE_WINDOW, the page itself left out.
 */
export function findFurniture(page: readonly MarginLine[], neighbours: readonly MarginLine[][]): Set<Line> {
  const furniture = new Set<Line>()
  for (const { key, y, line } of page)
    if (neighbours.some((other) => other.some((o) => o.key === key && Math.abs(o.y - y) <= DRIFT)))
      furniture.add(line)
  return furniture
}

/** "Page 12 of 40" and "Page 3 of 40" are one line; so are page numbers in Roman numerals. */
function maskDigits(text: string): string {
  const folded = text.toLowerCase().replace(/\s+/g, ' ').trim()
  return /^[ivxlc]+$/.test(folded) ? '#' : folded.replace(/\d+/g, '#')
}
