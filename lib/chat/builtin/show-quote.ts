import { toPlainQuote } from '#lib/chat/plain-quote.ts'
import { locateQuote } from '#lib/chat/verify/locate-quote.ts'
import type { ModelPassage } from '#lib/platform/llm/model.ts'
import { countNegations, readNumbers, type SentenceRange, sameNumbers } from '#lib/retrieval/index.ts'

/**
 * The words of a range of a passage on one line, those of Markdown without its signs. Signs whose loss the check of
 * quotations would see (the number of a list item within the quotation) stay: an exact quotation is worth more.
 */
export function showQuote(passage: ModelPassage, { start, end }: SentenceRange): string {
  const written = passage.text.slice(start, end)
  if (passage.mediaType !== 'text/markdown') return toLine(written)
  const plain = toPlainQuote(written)
  return isSame(plain, written) ? toLine(plain) : toLine(written)
}

function isSame(plain: string, written: string): boolean {
  const ranges = locateQuote(plain, written)
  return (
    ranges !== null &&
    countNegations(plain) === countNegations(written) &&
    sameNumbers(readNumbers(plain), readNumbers(written))
  )
}

const toLine = (text: string): string =>
  text.replace(/\s+/g, ' ').trim().replace(/“/g, '‘').replace(/”/g, '’')
