/** What a cell may hold; null is an empty one. */
export type CsvValue = string | number | bigint | boolean | null

/**
 * A spreadsheet takes a text that begins like this for a formula, and would run it: some skip blanks and control characters
 * in front of it, and full-width signs count as well.
 */
const FORMULA = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u

/**
 * Rows as CSV by RFC 4180: commas, CRLF after every row, quotes where needed. A text that a spreadsheet would take for a
 * formula gets an apostrophe in front; numbers are given as numbers and stay what they are.
 *
 * @param columns the first row; each of `rows` has as many cells.
 */
export function toCsv(columns: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return toCsvRows([columns, ...rows])
}

/** Further rows of a table that is sent bit by bit. */
export function toCsvRows(rows: readonly (readonly CsvValue[])[]): string {
  return rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('')
}

function toCell(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
