import type { Rect, TextRun } from './text-run.ts'

/** Runs that lean more than this from the axes keep their whole box: an upright part of it would miss glyphs. */
const MAX_LEAN_DEGREES = 8
/** Pieces share a line when they overlap by this much of the thinner one. */
const LINE_OVERLAP = 0.5
/** Widest gap that is filled inside a line, in heights of the line: word spaces yes, gutters no. */
const MAX_GAP = 2

/**
 * Rectangles that cover the characters [charStart, charEnd) of a page's canonical text, one per line and column,
 * in reading order. Inside a run the cut lies by the run's advances.
 *
 * @param runs of one page, in the order of the text.
 */
export function toRects(runs: readonly TextRun[], charStart: number, charEnd: number): Rect[] {
  const lines: Line[] = []
  for (const run of runs) {
    if (run.charEnd <= charStart || run.charStart >= charEnd) continue
    const piece = cutRun(run, Math.max(charStart, run.charStart), Math.min(charEnd, run.charEnd))
    if (piece.end - piece.start <= 0 || piece.bottom - piece.top <= 0) continue
    const last = lines.at(-1)
    if (last && isSameLine(last, piece)) extend(last, piece)
    else lines.push(piece)
  }
  return lines.map(toRect)
}

/** A box along its direction of reading: `start, end` along the line, `top, bottom` across it. */
interface Line {
  vertical: boolean
  start: number
  end: number
  top: number
  bottom: number
}

function cutRun(run: TextRun, from: number, to: number): Line {
  const quarter = Math.round(run.angle / 90) % 4
  const vertical = quarter % 2 === 1
  const [origin, extent] = vertical ? [run.y, run.h] : [run.x, run.w]
  const [top, thickness] = vertical ? [run.x, run.w] : [run.y, run.h]
  const lean = Math.abs(run.angle - Math.round(run.angle / 90) * 90)
  let [a, b] = lean > MAX_LEAN_DEGREES ? [0, 1] : [shareBefore(run, from), shareBefore(run, to)]
  // Half turns read towards the origin, and so does right-to-left text; both together cancel out.
  if (quarter >= 2 !== run.rtl) [a, b] = [1 - b, 1 - a]
  return { vertical, start: origin + extent * a, end: origin + extent * b, top, bottom: top + thickness }
}

/** Share of the run's length that lies before the character at `offset`. */
function shareBefore(run: TextRun, offset: number): number {
  const count = run.charEnd - run.charStart
  const index = offset - run.charStart
  const { advances } = run
  if (!advances) return index / count
  let before = 0
  let total = 0
  for (let i = 0; i < count; i++) {
    const advance = advances[i] ?? 0
    total += advance
    if (i < index) before += advance
  }
  return total === 0 ? index / count : before / total
}

function isSameLine(line: Line, piece: Line): boolean {
  if (line.vertical !== piece.vertical) return false
  const thinner = Math.min(line.bottom - line.top, piece.bottom - piece.top)
  const overlap = Math.min(line.bottom, piece.bottom) - Math.max(line.top, piece.top)
  if (overlap < thinner * LINE_OVERLAP) return false
  const gap = Math.max(line.start, piece.start) - Math.min(line.end, piece.end)
  return gap <= Math.max(line.bottom - line.top, piece.bottom - piece.top) * MAX_GAP
}

function extend(line: Line, piece: Line): void {
  line.start = Math.min(line.start, piece.start)
  line.end = Math.max(line.end, piece.end)
  line.top = Math.min(line.top, piece.top)
  line.bottom = Math.max(line.bottom, piece.bottom)
}

function toRect({ vertical, start, end, top, bottom }: Line): Rect {
  return vertical ? [top, start, bottom - top, end - start] : [start, top, end - start, bottom - top]
}
