import type { Piece } from './piece.ts'

/** Pieces on one baseline, in reading order. Positions as in Piece. */
export interface Line {
  pieces: Piece[]
  angle: number
  rtl: boolean
  start: number
  end: number
  base: number
  /** The largest type size of the line. */
  size: number
}

type Placed = Pick<Line, 'base' | 'size'>

const SAME_ANGLE_DEGREES = 2
/** Baselines may differ by this many ems inside a line; superscripts and subscripts by the second. */
const BASELINE_EMS = 0.35
const SHIFTED_EMS = 0.6
const SHIFTED_SIZE = 0.85
/** How far a piece may start before the end of the one before it. */
const BACK_EMS = 1
/** A gap from here on is a space where the file has none; pdf.js finds the narrower ones itself. */
const SPACE_EMS = 0.22

/** Joins pieces to lines by baseline and gap, keeping the order of the content stream. Blank pieces become spaces. */
export function buildLines(pieces: Iterable<Piece>): Line[] {
  const lines: Line[] = []
  let line: Line | undefined
  let blank = false
  for (const piece of pieces) {
    if (piece.text.trim() === '') {
      blank = true
      continue
    }
    if (line && continues(line, piece)) {
      piece.spaceBefore = needsSpace(line, piece, blank)
      append(line, piece)
    } else {
      line = startLine(piece)
      lines.push(line)
    }
    blank = false
  }
  return lines
}

/** The text of a line, spaces between its pieces included. */
export function lineText({ pieces }: Line): string {
  return pieces.map((piece) => (piece.spaceBefore ? ` ${piece.text}` : piece.text)).join('')
}

export function isSameAngle(a: number, b: number): boolean {
  const difference = Math.abs(a - b) % 360
  return Math.min(difference, 360 - difference) <= SAME_ANGLE_DEGREES
}

export function startLine(piece: Piece): Line {
  const { angle, rtl, start, end, base, size } = piece
  return { pieces: [piece], angle, rtl, start, end, base, size }
}

/** The parts of a line between gaps wider than `gap` points. */
export function splitLine(line: Line, gap: number): Line[] {
  const parts: Line[] = []
  for (const piece of line.pieces) {
    const part = parts.at(-1)
    if (part && piece.start - part.end <= gap) append(part, piece)
    else parts.push(startLine(piece))
  }
  return parts
}

/** One line of parts that stand on one baseline, in the order given. */
export function joinLines([first, ...rest]: readonly Line[]): Line {
  const [head] = first?.pieces ?? []
  if (!first || !head) throw new RangeError('no line to join')
  head.spaceBefore = false
  for (const { pieces } of rest)
    for (const [i, piece] of pieces.entries()) {
      if (i === 0) piece.spaceBefore = needsSpace(first, piece, false)
      append(first, piece)
    }
  return first
}

function append(line: Line, piece: Piece): void {
  line.pieces.push(piece)
  line.start = Math.min(line.start, piece.start)
  line.end = Math.max(line.end, piece.end)
  if (piece.size > line.size) {
    line.size = piece.size
    line.base = piece.base
  }
  line.rtl = line.rtl || piece.rtl
}

function continues(line: Line, piece: Piece): boolean {
  if (!isSameAngle(line.angle, piece.angle) || !isOnBaseline(line, piece)) return false
  if (line.rtl || piece.rtl) return true
  return piece.start >= line.end - Math.max(line.size, piece.size) * BACK_EMS
}

/** Whether both stand on one baseline, or one is raised or lowered beside the other. */
export function isOnBaseline(a: Placed, b: Placed): boolean {
  const [small, large] = a.size < b.size ? [a.size, b.size] : [b.size, a.size]
  const isShifted = small < large * SHIFTED_SIZE
  return Math.abs(a.base - b.base) <= large * (isShifted ? SHIFTED_EMS : BASELINE_EMS)
}

function needsSpace(line: Line, piece: Piece, blank: boolean): boolean {
  const last = line.pieces.at(-1)
  if (!last || /\s$/.test(last.text) || /^\s/.test(piece.text)) return false
  if (blank || isScriptChange(last.text, piece.text) || isNoteMark(last, piece)) return true
  const gap = Math.max(piece.start - last.end, last.start - piece.end)
  return gap > Math.max(piece.size, last.size) * SPACE_EMS
}

/** Latin words inside right-to-left text are drawn without a space of their own. */
function isScriptChange(before: string, after: string): boolean {
  return (
    (RTL_LETTER.test(before.slice(-1)) && /^[A-Za-z]/.test(after)) ||
    (/[A-Za-z]$/.test(before) && RTL_LETTER.test(after.charAt(0)))
  )
}

const RTL_LETTER = /[\u0590-\u06ff\u0750-\u077f]/

/** The raised number of a note must not become part of the word before it; the 2 of m² stays. */
function isNoteMark(last: Piece, piece: Piece): boolean {
  const isRaised = piece.size < last.size * SHIFTED_SIZE && last.base - piece.base > last.size * 0.2
  return isRaised && /\p{L}{2}$/u.test(last.text) && /^\d/.test(piece.text)
}
