import type { TextRun } from '#lib/documents/geometry/index.ts'
import type { PageHeading } from '#lib/ingestion/parse/parsed-page.ts'
import { estimateAdvances } from './font-widths.ts'
import { judgeHyphen, type Vocabulary } from './hyphens.ts'
import { type FontScales, settingOf } from './justification.ts'
import { isSameAngle, type Line, lineText } from './lines.ts'
import { boxOf, type Piece } from './piece.ts'

export interface PageFrame {
  width: number
  height: number
}

/** What is known of the document when a page of it is settled. */
export interface DocumentFacts {
  vocabulary: Vocabulary
  /** Type size of the running text, from which headings are told. */
  bodySize: number
  fonts: Readonly<FontScales>
}

export interface ComposedPage {
  text: string
  runs: TextRun[]
  headings: PageHeading[]
}

/** A baseline distance beyond this multiple of the page's usual one starts a block. */
const BLOCK_LEADING = 1.3
const SAME_SIZE = 0.12
/** A line is full when it ends this near to the right edge of its block, as a share of the block's width. */
const FULL_LINE = 0.12
/** Gaps wider than this are cells, not word spaces. */
const CELL_EMS = 2
const INDENT_EMS = 0.8
/** Headings are set larger than the body by these factors, level 1 first. */
const HEADING_FACTORS = [1.7, 1.35, 1.12]
const MAX_HEADING_CHARS = 160
const MAX_HEADING_LINES = 4

/**
 * The canonical text of a page from its lines in reading order: prose flows on with spaces, other lines end with
 * "\n", blocks with "\n\n". Each piece becomes a run; spaces and breaks between pieces belong to none.
 */
export function composePage(
  lines: readonly Line[],
  frame: PageFrame,
  { vocabulary, bodySize, fonts }: DocumentFacts,
): ComposedPage {
  const writer = new Writer(frame, fonts)
  const leading = usualLeading(lines)
  const blocks = splitBlocks(lines, leading)
  let previous: Line | undefined
  for (const block of blocks) {
    separateOverlaps(block)
    const headingFrom = headingLevel(block, bodySize)
    let headingStart = -1
    const span = spanOf(block)
    for (const [i, line] of block.entries()) {
      if (previous)
        writer.separate(previous, line, separatorOf(previous, line, i === 0 ? null : span), vocabulary)
      if (i === 0) headingStart = writer.length
      writer.line(line)
      previous = line
    }
    if (headingFrom > 0 && writer.length > headingStart) writer.heading(headingStart, headingFrom)
  }
  return writer.result()
}

class Writer {
  #text = ''
  readonly #runs: TextRun[] = []
  readonly #headings: PageHeading[] = []
  readonly #frame: PageFrame
  readonly #fonts: Readonly<FontScales>

  constructor(frame: PageFrame, fonts: Readonly<FontScales>) {
    this.#frame = frame
    this.#fonts = fonts
  }

  get length(): number {
    return this.#text.length
  }

  separate(before: Line, after: Line, separator: string, vocabulary: Vocabulary): void {
    const decision = isSameSize(before, after)
      ? judgeHyphen(this.#text, lineText(after).trimStart(), vocabulary)
      : 'none'
    if (decision === 'join') this.#dropHyphen()
    else if (decision === 'none') this.#text += separator
  }

  line(line: Line): void {
    for (const piece of line.pieces) {
      if (piece.spaceBefore) this.#text += ' '
      const charStart = this.#text.length
      this.#text += piece.text
      const last = piece === line.pieces.at(-1)
      if (last) this.#text = this.#text.trimEnd()
      const charEnd = this.#text.length
      if (charEnd > charStart) this.#runs.push(this.#toRun(piece, charStart, charEnd))
    }
  }

  heading(charStart: number, level: number): void {
    this.#headings.push({ charStart, charEnd: this.#text.length, level })
  }

  result(): ComposedPage {
    return { text: this.#text, runs: this.#runs, headings: this.#headings }
  }

  #toRun(piece: Piece, charStart: number, charEnd: number): TextRun {
    const { width, height } = this.#frame
    const [left, top, right, bottom] = boxOf(piece)
    const x = clamp(left / width)
    const y = clamp(top / height)
    const text = piece.text.slice(0, charEnd - charStart)
    const { family, stretch } = settingOf(piece, this.#fonts)
    return {
      charStart,
      charEnd,
      x,
      y,
      w: clamp(right / width) - x,
      h: clamp(bottom / height) - y,
      angle: piece.angle,
      rtl: piece.rtl,
      advances: estimateAdvances(text, family, stretch),
    }
  }

  /** The box keeps the hyphen's width, which goes to the last character: it was drawn as part of the word. */
  #dropHyphen(): void {
    this.#text = this.#text.slice(0, -1)
    const run = this.#runs.at(-1)
    if (!run) return
    run.charEnd -= 1
    const { advances } = run
    if (run.charEnd <= run.charStart) this.#runs.pop()
    else if (advances) {
      const last = advances.length - 2
      const kept = advances.slice(0, last + 1)
      kept[last] = Math.min(255, (advances[last] ?? 0) + (advances[last + 1] ?? 0))
      run.advances = kept
    }
  }
}

/** Distance of baselines in ems that is usual on the page; 1.2 where nothing says so. */
function usualLeading(lines: readonly Line[]): number {
  const distances: number[] = []
  for (let i = 1; i < lines.length; i++) {
    const [a, b] = [lines[i - 1], lines[i]]
    if (!a || !b || !isSameSize(a, b)) continue
    const ems = (b.base - a.base) / b.size
    if (ems > 0.8 && ems < 2.5) distances.push(ems)
  }
  distances.sort((a, b) => a - b)
  return distances[distances.length >> 1] ?? 1.2
}

function splitBlocks(lines: readonly Line[], leading: number): Line[][] {
  const blocks: Line[][] = []
  for (const line of lines) {
    const block = blocks.at(-1)
    const last = block?.at(-1)
    if (block && last && followsInBlock(last, line, leading)) block.push(line)
    else blocks.push([line])
  }
  return blocks
}

function followsInBlock(last: Line, line: Line, leading: number): boolean {
  if (!isSameAngle(last.angle, line.angle) || !isSameSize(last, line)) return false
  const ems = (line.base - last.base) / line.size
  if (ems < -0.1 || ems > leading * BLOCK_LEADING) return false
  return ems < 0.5 || (last.start < line.end && line.start < last.end)
}

function spanOf(block: readonly Line[]): { left: number; right: number } {
  let left = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  for (const { start, end } of block) {
    left = Math.min(left, start)
    right = Math.max(right, end)
  }
  return { left, right }
}

/** @param block the span of the block that holds both lines, or null where the second starts one. */
function separatorOf(before: Line, after: Line, block: { left: number; right: number } | null): string {
  if (!block) return isColumnBreak(before, after) ? ' ' : '\n\n'
  const { left, right } = block
  const width = right - left
  if (isTabular(before) || isTabular(after) || isListItem(lineText(after))) return '\n'
  const isIndented = before.rtl
    ? before.start - left > width * FULL_LINE
    : right - before.end > width * FULL_LINE
  if (isIndented) return '\n'
  const isNewParagraph =
    !after.rtl && after.start - left > after.size * INDENT_EMS && before.start - left < before.size * 0.3
  return isNewParagraph ? '\n\n' : ' '
}

/** A sentence that goes on at the head of the next column. */
function isColumnBreak(before: Line, after: Line): boolean {
  if (!isSameSize(before, after) || !isSameAngle(before.angle, after.angle) || after.base >= before.base)
    return false
  return /[\p{L},;]$/u.test(lineText(before).trimEnd()) && /^\p{Ll}/u.test(lineText(after).trimStart())
}

/** Cells with gaps between them, or mostly numbers. */
function isTabular(line: Line): boolean {
  const words = lineText(line).trim().split(/\s+/)
  const numbers = words.filter((word) => /^[^\p{L}]*\d[^\p{L}]*$/u.test(word)).length
  if (numbers >= 2 && numbers * 2 >= words.length) return true
  const { pieces, size } = line
  return pieces.some((piece, i) => {
    const last = pieces[i - 1]
    return last !== undefined && piece.start - last.end > size * CELL_EMS
  })
}

function isListItem(text: string): boolean {
  return /^\s*(?:[•◦▪■–—*·‣∙-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s/u.test(text)
}

function isSameSize(a: Line, b: Line): boolean {
  return Math.abs(a.size - b.size) <= Math.max(a.size, b.size) * SAME_SIZE
}

/** 0 for no heading. */
function headingLevel(block: readonly Line[], bodySize: number): number {
  const [first] = block
  if (!first || block.length > MAX_HEADING_LINES) return 0
  const text = block.map(lineText).join(' ').trim()
  if (text.length > MAX_HEADING_CHARS || !/\p{L}{2}/u.test(text)) return 0
  return HEADING_FACTORS.findIndex((factor) => first.size >= bodySize * factor) + 1
}

/** Ascent and descent of close-set lines overlap; each line ends halfway, so that a mark touches no other line. */
function separateOverlaps(block: readonly Line[]): void {
  for (let i = 1; i < block.length; i++) {
    const [upper, lower] = [block[i - 1], block[i]]
    if (!upper || !lower || lower.base - upper.base < lower.size * 0.5) continue
    const bottom = Math.max(...upper.pieces.map((piece) => piece.bottom))
    const top = Math.min(...lower.pieces.map((piece) => piece.top))
    if (bottom <= top) continue
    const middle = (bottom + top) / 2
    for (const piece of upper.pieces) piece.bottom = Math.min(piece.bottom, middle)
    for (const piece of lower.pieces) piece.top = Math.max(piece.top, middle)
  }
}

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction))
}
