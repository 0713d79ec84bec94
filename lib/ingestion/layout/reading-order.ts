import { cutColumns, findProseGutter, isProse, splitAtGaps } from './columns.ts'
import { isSameAngle, type Line } from './lines.ts'

/** Shares from which no reader could follow the stream (BENCH-ingest, pass B). */
const MAX_INTERLEAVED = 0.25
const MAX_BACKWARD = 0.2
/** MAX_INTERLEAVED of the lines that do not lie across the gutter. */
const MIN_SIDEWAYS = 0.15
/** Fewer lines show no order; more are no page that somebody reads. */
const MIN_LINES = 8
const MAX_LINES = 2_000
const MAX_RTL_SHARE = 0.1
const MIN_UPRIGHT_SHARE = 0.8

/**
 * Keeps the order of the content stream, which is the author's, unless it cannot be one that is read: columns drawn in
 * turns, or line after line above the one before. Then the page is cut into columns. A head drawn after the text goes
 * back to its top. Right-to-left pages keep their order: which column comes first cannot be told from places.
 */
export function settleOrder(lines: Line[]): Line[] {
  if (lines.length > MAX_LINES) return lines
  if (lines.filter((line) => line.rtl).length > lines.length * MAX_RTL_SHARE) return lines
  return isImplausible(lines) ? cutUpright(lines) : raiseHead(lines)
}

function isImplausible(lines: readonly Line[]): boolean {
  if (lines.length < MIN_LINES) return false
  return isDrawnUpwards(lines) || interleavedShare(lines) > MAX_INTERLEAVED
}

/** Steps to a line above and over the one before; the head of the next column stands beside it. Labels of a drawing may. */
function isDrawnUpwards(lines: readonly Line[]): boolean {
  let backward = 0
  for (let i = 1; i < lines.length; i++) {
    const [before, after] = [lines[i - 1], lines[i]]
    if (before && after && isSameAngle(before.angle, after.angle) && isBackward(before, after)) backward += 1
  }
  return backward / (lines.length - 1) > MAX_BACKWARD && holdsProse(lines)
}

function holdsProse(lines: readonly Line[]): boolean {
  const parts = lines.flatMap(splitAtGaps)
  return isProse(parts) || findProseGutter(parts) !== null
}

function isBackward(before: Line, after: Line): boolean {
  return after.base < before.base - before.size / 2 && after.start < before.end && before.start < after.end
}

/** Steps from one side of the page's gutter to the other. */
function interleavedShare(lines: readonly Line[]): number {
  const parts = lines.flatMap(splitAtGaps)
  // Most pages go on downwards and need no search for a gutter.
  const sideways = parts.filter((part, i) => i > 0 && isBeside(parts[i - 1] ?? part, part)).length
  if (sideways <= parts.length * MIN_SIDEWAYS) return 0
  const gutter = findProseGutter(parts)
  if (gutter === null) return 0
  const sides = parts.flatMap(({ start, end }) =>
    end <= gutter ? ['left'] : start >= gutter ? ['right'] : [],
  )
  const steps = sides.filter((side, i) => i > 0 && side !== sides[i - 1]).length
  return steps / (sides.length - 1)
}

function isBeside(before: Line, after: Line): boolean {
  return after.start >= before.end || after.end <= before.start
}

/** Lines at another angle, such as a stamp along the edge, come after the text. */
function cutUpright(lines: Line[]): Line[] {
  const angle = usualAngle(lines)
  const upright = lines.filter((line) => isSameAngle(line.angle, angle))
  if (upright.length < lines.length * MIN_UPRIGHT_SHARE) return lines
  return [...cutColumns(upright), ...lines.filter((line) => !isSameAngle(line.angle, angle))]
}

function usualAngle(lines: readonly Line[]): number {
  const counts = new Map<number, number>()
  for (const { angle } of lines) counts.set(angle, (counts.get(angle) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

/**
 * A run of lines that stands above all the text before it, and over most of it, is the head of the page, drawn late.
 * The head of a second column may stand above the first one too, but beside it.
 */
function raiseHead(lines: Line[]): Line[] {
  const [first] = lines
  if (!first || lines.some((line) => !isSameAngle(line.angle, first.angle))) return lines
  let top = Number.POSITIVE_INFINITY
  for (const [i, line] of lines.entries()) {
    if (i > 0 && line.base < top - line.size / 2) {
      const length = lines.slice(i).findIndex((other) => other.base >= top - other.size / 2)
      const end = length < 0 ? lines.length : i + length
      const head = lines.slice(i, end)
      if (standsOver(head, lines.slice(0, i))) return [...head, ...lines.slice(0, i), ...lines.slice(end)]
    }
    top = Math.min(top, line.base)
  }
  return lines
}

function standsOver(head: readonly Line[], text: readonly Line[]): boolean {
  const start = Math.min(...head.map((line) => line.start))
  const end = Math.max(...head.map((line) => line.end))
  const under = text.filter((line) => Math.min(end, line.end) - Math.max(start, line.start) > 0)
  return under.length > text.length / 2
}
