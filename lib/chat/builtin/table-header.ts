import { findTables, type SentenceRange } from '#lib/retrieval/index.ts'
import { trimMarkup } from './trim-markup.ts'

/** A quotation of fewer letters or words proves nothing (verify/locate-quote, verify/verdict). */
const MIN_LETTERS = 8
const MIN_WORDS = 3

/** The line that names the columns of a row, without its edges; null for no row, and for a line too short to be quoted. */
export function findHeader(text: string, row: SentenceRange): SentenceRange | null {
  const table = findTables(text).find(({ rows }) => rows.some(({ start }) => start === row.start))
  const header = table?.header && trimEdges(text, table.header)
  if (!header) return null
  const line = text.slice(header.start, header.end)
  const letters = line.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  const isTestimony = line.includes('|') || line.split(/\s+/).length > MIN_WORDS
  return letters >= MIN_LETTERS && isTestimony ? header : null
}

function trimEdges(text: string, { start, end }: SentenceRange): SentenceRange | null {
  // The line alone: with the rule below it, it would be no words to quote.
  const range = trimMarkup(text.slice(0, end), { start, end })
  return range && range.start < range.end ? range : null
}
