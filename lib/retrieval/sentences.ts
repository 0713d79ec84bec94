import { findTables } from './tables.ts'

/** A sentence as a range of the text it stands in; UTF-16 code units, end exclusive, without white space at its ends. */
export interface SentenceRange {
  start: number
  end: number
}

/** A run of text without a full stop is cut here, so that no "sentence" fills a page. */
const MAX_CHARACTERS = 1_000

const ABBREVIATIONS = new Set(
  `mr mrs ms dr prof sr jr st mt ft gen col lt capt sgt maj cmdr adm rev hon pres gov sen rep messrs
  vs etc al eg ie cf ca approx est fig figs eq eqs sec ch chap vol vols no nos pp ed eds art para par ref refs tab
  inc ltd co corp bros dept univ assn ave blvd rd hwy
  jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun
  viz resp incl max min avg op cit ibid trans bzw usw zb nr`
    .split(/\s+/)
    .filter(Boolean),
)
/** These end sentences as often as not; what follows decides. */
const OPEN_ABBREVIATIONS = new Set([
  'etc',
  'al',
  'inc',
  'ltd',
  'co',
  'corp',
  'jr',
  'sr',
  'no',
  'sat',
  'sun',
  'art',
  'max',
  'min',
])

const LIST_ITEM = /^[^\S\n]*(?:[•◦▪‣·–—*+-]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s|#{1,6}\s|\|)/
const END_MARK = /[.!?…。！？]+["'”’»)\]]*/gu

/**
 * The sentences of a text, in order. Ends are marks followed by space and something that can begin a sentence; not
 * after abbreviations, initials, single letters or list numbers, nor inside decimals. A blank line always ends one, a
 * single line break only where the next line opens a list item, a heading or a table row. A row of a table is one.
 */
export function splitSentences(text: string): SentenceRange[] {
  const sentences: SentenceRange[] = []
  let from = 0
  for (const cut of [...findCuts(text), text.length]) {
    pushTrimmed(sentences, text, from, cut)
    from = cut
  }
  return sentences
}

function findCuts(text: string): number[] {
  const cuts: number[] = []
  for (const match of text.matchAll(END_MARK)) {
    const end = match.index + match[0].length
    if (isSentenceEnd(text, match.index, match[0], end)) cuts.push(end)
  }
  for (const match of text.matchAll(/\n/g)) {
    const rest = text.slice(match.index + 1, match.index + 12)
    if (/^[^\S\n]*\n/.test(rest) || LIST_ITEM.test(rest)) cuts.push(match.index)
    else if (/(?:^|\n)[^\S\n]*#{1,6}\s[^\n]*$/.test(text.slice(Math.max(0, match.index - 200), match.index)))
      cuts.push(match.index)
  }
  for (const { header, rows } of findTables(text))
    for (const { start, end } of header ? [header, ...rows] : rows) cuts.push(start, end)
  return cuts.sort((a, b) => a - b)
}

function isSentenceEnd(text: string, markStart: number, mark: string, end: number): boolean {
  if (/^[。！？]/u.test(mark)) return true
  const after = text.slice(end, end + 40)
  if (after !== '' && !/^\s/u.test(after)) return false
  const next = after.trimStart()
  if (next === '') return true
  if (/^[\p{Ll}]/u.test(next)) return false
  if (mark[0] !== '.' || mark.length > 1) return true
  const word = /[\p{L}\p{N}.]*$/u.exec(text.slice(Math.max(0, markStart - 30), markStart))?.[0] ?? ''
  return !isAbbreviation(word, next, isLineStart(text, markStart - word.length))
}

function isAbbreviation(word: string, next: string, opensLine: boolean): boolean {
  const lower = word.toLowerCase().replace(/\./g, '')
  if (/^\d{1,3}$/.test(word)) return opensLine
  if (/^\p{Lu}$/u.test(word)) return true
  if (/^(?:\p{L}\.)+\p{L}$/u.test(word)) {
    // "U.S. The" ends a sentence, "U.S. Army" does not: only words that open sentences tell.
    return !/^(?:the|a|an|in|it|he|she|they|this|that|these|we|but|however|on|at|for|as|after)\s/i.test(next)
  }
  if (!ABBREVIATIONS.has(lower)) return false
  if (OPEN_ABBREVIATIONS.has(lower)) return lower === 'no' ? /^\d/.test(next) : /^[^\p{Lu}]/u.test(next)
  return true
}

function isLineStart(text: string, at: number): boolean {
  return /(?:^|\n)[^\S\n]*\(?$/.test(text.slice(Math.max(0, at - 20), at)) || at <= 0
}

function pushTrimmed(sentences: SentenceRange[], text: string, from: number, to: number): void {
  let start = from
  let end = to
  while (start < end && /\s/u.test(text.charAt(start))) start++
  while (end > start && /\s/u.test(text.charAt(end - 1))) end--
  while (end - start > MAX_CHARACTERS) {
    const space = text.lastIndexOf(' ', start + MAX_CHARACTERS)
    const cut = space > start ? space : start + MAX_CHARACTERS
    sentences.push({ start, end: cut })
    start = cut
    while (start < end && /\s/u.test(text.charAt(start))) start++
  }
  if (end > start) sentences.push({ start, end })
}
