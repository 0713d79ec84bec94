import { isOnBaseline, joinLines, type Line, lineText, splitLine } from './lines.ts'

/** Gaps from here on may be a gutter; between words of a justified line they are narrower. */
const GAP_EMS = 1
/** Lines on each side without which there is no column, when a page is cut and when a stream is called implausible. */
const MIN_LINES = 3
const MIN_LINES_OF_PROSE = 6
/** Titles and tables may lie across a gutter: this share of the lines at most. */
const MAX_ACROSS = 0.3
/** Half of the lines of a column are longer than this; cells and list marks are not. */
const MIN_CHARACTERS = 12
/** Prose fills its column: half of its lines are at least this share of its width; code beside comments is not. */
const FILLED = 0.6

/** The parts of a line between wide gaps. */
export function splitAtGaps(line: Line): Line[] {
  return splitLine(line, line.size * GAP_EMS)
}

/**
 * Recursive XY cut: the page is cut down its clearest gutter, bands between lines that lie across it are read column by
 * column, and each column is cut again. What has no gutter is read row by row.
 */
export function cutColumns(lines: readonly Line[]): Line[] {
  return cut(lines.flatMap(splitAtGaps))
}

function cut(parts: readonly Line[]): Line[] {
  const gutter = findGutter(parts)
  if (gutter === null) return toRows(parts)
  const ordered: Line[] = []
  let band: Line[] = []
  const endBand = () => {
    ordered.push(...cut(band.filter(({ end }) => end <= gutter)))
    ordered.push(...cut(band.filter(({ end }) => end > gutter)))
    band = []
  }
  for (const row of groupRows(parts)) {
    if (row.some(({ start, end }) => start < gutter && end > gutter)) {
      endBand()
      ordered.push(...toRows(row))
    } else band.push(...row)
  }
  endBand()
  return ordered
}

/** Where prose stands on both sides, line beside line; null where it does not. */
export function findProseGutter(parts: readonly Line[]): number | null {
  return findGutter(parts, isProse)
}

/** Whether half of the lines are long and as wide as their column. */
export function isProse(parts: readonly Line[]): boolean {
  if (parts.length < MIN_LINES_OF_PROSE || !isColumn(parts)) return false
  const width = Math.max(...parts.map(({ end }) => end)) - Math.min(...parts.map(({ start }) => start))
  return parts.filter(({ start, end }) => end - start >= width * FILLED).length * 2 >= parts.length
}

/** Where columns stand on both sides and few lines lie across; null where nothing does. */
function findGutter(parts: readonly Line[], isSide = isColumn): number | null {
  if (parts.length < MIN_LINES * 2) return null
  let best: { at: number; across: number; width: number } | null = null
  for (const { at, width } of gapsOf(parts)) {
    const across = parts.filter(({ start, end }) => start < at && end > at).length
    if (across > parts.length * MAX_ACROSS) continue
    if (best && (across > best.across || (across === best.across && width <= best.width))) continue
    if (isSide(parts.filter(({ end }) => end <= at)) && isSide(parts.filter(({ start }) => start >= at)))
      best = { at, across, width }
  }
  return best?.at ?? null
}

/** Middles of the spaces between the right edge of a part and the next left edge, as wide as a gutter. */
function gapsOf(parts: readonly Line[]): { at: number; width: number }[] {
  const size = parts.map((part) => part.size).sort((a, b) => a - b)[parts.length >> 1] ?? 10
  const edges = parts.flatMap(({ start, end }) => [
    { x: start, isStart: true },
    { x: end, isStart: false },
  ])
  edges.sort((a, b) => a.x - b.x)
  return edges.flatMap(({ x, isStart }, i) => {
    const next = edges[i + 1]
    if (isStart || !next?.isStart || next.x - x < size * GAP_EMS) return []
    return [{ at: (x + next.x) / 2, width: next.x - x }]
  })
}

function isColumn(parts: readonly Line[]): boolean {
  if (parts.length < MIN_LINES) return false
  const long = parts.filter((part) => {
    const text = lineText(part)
    return text.length >= MIN_CHARACTERS && /\p{L}{2}/u.test(text)
  })
  return long.length * 2 > parts.length
}

function toRows(parts: readonly Line[]): Line[] {
  return groupRows(parts).map(joinLines)
}

/** Parts on one baseline, from the left; rows from the top. */
function groupRows(parts: readonly Line[]): Line[][] {
  const rows: Line[][] = []
  for (const part of [...parts].sort((a, b) => a.base - b.base)) {
    const row = rows.at(-1)
    if (row?.[0] && isOnBaseline(row[0], part)) row.push(part)
    else rows.push([part])
  }
  for (const row of rows) row.sort((a, b) => a.start - b.start)
  return rows
}
