import type { SentenceRange } from '#lib/retrieval/index.ts'

/** Bullets, numbers, quotation signs, heading signs and the edge of a table row, before the words. */
const LEADING = /^(?:\s*(?:[-*+•‣▪]|\d{1,3}[.)]|>+|#{1,6}|\|)\s+)+/u
const TRAILING = /\s*\|\s*$/u
/** The line under the head of a Markdown table. */
const RULE_BELOW = /^\s*\n\s*\|?\s*:?-{3,}/u
const RULE = /^[\s|:-]+$/u

/**
 * The words of a sentence without the signs that only place it on the page.
 *
 * @returns null for what says nothing alone: the head of a table, or its rule.
 */
export function trimMarkup(text: string, { start, end }: SentenceRange): SentenceRange | null {
  const sentence = text.slice(start, end)
  if (RULE.test(sentence)) return null
  const isRow = sentence.includes('|')
  if (isRow && RULE_BELOW.test(text.slice(end))) return null
  const from = start + (LEADING.exec(sentence)?.[0].length ?? 0)
  const to = isRow ? end - (TRAILING.exec(sentence)?.[0].length ?? 0) : end
  return from < to ? { start: from, end: to } : null
}
