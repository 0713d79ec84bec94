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

/** Lines in the outer tenth of a page, at the top and bottom as the line is read: a page may lie on its side. */
export function findMarginLines(
  lines: readonly Line[],
  page: { width: number; height: number },
): MarginLine[] {
  const found: MarginLine[] = []
  for (const line of lines) {
    const [first] = line.pieces
    if (!first || line.angle % 90 !== 0) continue
    const [left, top, right, bottom] = boxOf(first)
    const x = (left + right) / 2 / page.width
    const upright = (top + bottom) / 2 / page.height
    const y = [upright, 1 - x, 1 - upright, x][line.angle / 90] ?? upright
    if (y < MARGIN || y > 1 - MARGIN) found.push({ key: maskDigits(lineText(line)), y, line })
  }
  return found
}

/**
 * Lines of a page that come back near the same height on one of its neighbours.
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
