/** A line as a range of its text; UTF-16 code units, end exclusive, without white space at its ends. */
export interface LineRange {
  start: number
  end: number
}

export interface Table {
  /** The line that names the columns; null when it is not in this text or cannot be told. */
  header: LineRange | null
  /** The line of dashes under the head of a Markdown table. */
  rule: LineRange | null
  rows: LineRange[]
}

interface Line extends LineRange {
  text: string
}

const RULE = /^\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?$/
const FIGURE = /^[(−+~<>-]?[$€£¥]?\d[\d.,'’]*[%‰]?\)?[*†]?$/u
const NO_FIGURE = /^(?:[-–—]|n\/a)$/i
/** Stands between figures: "190 EUR", "5 %". */
const BESIDE_FIGURE = /^(?:\p{L}{1,3}|[%‰°]|[$€£¥])$/u
const YEAR = /^(?:19|20)\d{2}$/
const MAX_LINE = 200
const SHORT_LINE = 70
const MIN_ROWS = 2

/**
 * The tables of a text: Markdown's, and lines of figures as they come out of a page, a label and two or more figures
 * each, at least two of them. There, the line above is the header when it stands alone, is no sentence and has a word
 * for each figure; or the first row, when all its figures are years.
 */
export function findTables(text: string): Table[] {
  if (!text.includes('|') && !/\d[^\S\n]+\S*\d/.test(text)) return []
  const lines = readLines(text)
  const tables: Table[] = []
  for (let at = 0; at < lines.length; ) {
    const found = readPipes(lines, at) ?? readFigures(lines, at)
    if (found) tables.push(found.table)
    at = found ? found.next : at + 1
  }
  return tables
}

function readLines(text: string): Line[] {
  let at = 0
  return text.split('\n').map((line) => {
    const start = at + line.length - line.trimStart().length
    at += line.length + 1
    return { text: line.trim(), start, end: start + line.trim().length }
  })
}

function readPipes(lines: readonly Line[], from: number) {
  const isHead = lines[from]?.text.includes('|') && RULE.test(lines[from + 1]?.text ?? '')
  const first = isHead ? from + 2 : from
  let next = first
  while (isHead ? lines[next]?.text.includes('|') : /^\|.*\|$/.test(lines[next]?.text ?? '')) next++
  if (next === from) return null
  const rows = lines.slice(first, next).filter(({ text }) => !RULE.test(text))
  const table = {
    header: isHead ? toRange(lines[from]) : null,
    rule: isHead ? toRange(lines[from + 1]) : null,
  }
  return { table: { ...table, rows: rows.flatMap((row) => toRange(row) ?? []) }, next }
}

function readFigures(lines: readonly Line[], from: number) {
  const rows: Line[] = []
  let next = from
  for (let at = from; at < lines.length; at++) {
    const line = lines[at]
    if (line?.text === '' && rows.length > 0) continue
    if (!line || countFigures(line.text) < 2) break
    rows.push(line)
    next = at + 1
  }
  if (rows.length < MIN_ROWS) return null
  const isHead = rows.length > MIN_ROWS && hasOnlyYears(rows[0]?.text ?? '')
  const header = isHead
    ? rows.shift()
    : findHeader(lines, from, Math.max(...rows.map(({ text }) => countFigures(text))))
  return {
    table: { header: toRange(header), rule: null, rows: rows.flatMap((row) => toRange(row) ?? []) },
    next,
  }
}

function findHeader(lines: readonly Line[], rowsFrom: number, figures: number): Line | undefined {
  let at = rowsFrom - 1
  if (lines[at]?.text === '') at--
  const header = lines[at]
  // At the beginning of a passage nobody can tell what stood above.
  if (at < 1) return undefined
  const before = lines[at - 1]?.text ?? ''
  // Names of columns that were broken over several lines cannot be put together again.
  const standsAlone = (before === '' && !isPieceOfHeader(lines, at)) || /[.:!?)]$/.test(before)
  if (!header || !standsAlone || header.text.length > MAX_LINE || /[.!?:;,]$/.test(header.text))
    return undefined
  return header.text.split(/\s+/).length >= figures ? header : undefined
}

/** Whether two short lines that are no sentences stand above: more names of columns, and not just a heading. */
function isPieceOfHeader(lines: readonly Line[], headerAt: number): boolean {
  const above = lines
    .slice(0, headerAt)
    .filter(({ text }) => text !== '')
    .slice(-2)
  return above.length === 2 && above.every(({ text }) => text.length < SHORT_LINE && !/[.:!?)]$/.test(text))
}

/** Figures of a row; 0 when the line is none. */
function countFigures(line: string): number {
  if (line.length > MAX_LINE || !/\d[^\S\n]+\S*\d/.test(line) || /[.!?:;,]$/.test(line)) return 0
  const words = line.split(/\s+/)
  const first = words.findIndex((_, at) => words.slice(at).every(isCell))
  if (first === -1) return 0
  return words.slice(first).filter((word) => FIGURE.test(word)).length
}

const isCell = (word: string): boolean =>
  FIGURE.test(word) || NO_FIGURE.test(word) || BESIDE_FIGURE.test(word)

function hasOnlyYears(row: string): boolean {
  return row.split(/\s+/).every((word) => !FIGURE.test(word) || YEAR.test(word))
}

function toRange(line: Line | undefined): LineRange | null {
  return line ? { start: line.start, end: line.end } : null
}
