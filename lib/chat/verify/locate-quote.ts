import { type Folded, fold } from './fold.ts'

/** Range of UTF-16 units, end exclusive. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** Fewer letters than this prove nothing: "it is" stands everywhere. Ideographs count double. */
const MIN_LETTERS = 8
/** Between two pieces of one quotation at most this much may have been cut out. */
const MAX_CUT_CHARACTERS = 400
const CUT = /\s*(?:…|\[…\]|\.{3}|\[\.{3}\])\s*/u
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u

/**
 * Where `quote` stands in `chunkText`, letter by letter (spaces, punctuation, case, ligatures and hyphens set aside). A
 * quote with "…" gives one range per piece, in order. It is looked for in this text only; a quote that is not here is no
 * quote.
 *
 * @returns raw ranges that begin and end at whole words, or null.
 */
export function locateQuote(quote: string, chunkText: string): TextRange[] | null {
  const haystack = fold(chunkText)
  const ranges: TextRange[] = []
  let from = 0
  for (const piece of quote.split(CUT)) {
    const needle = fold(piece).text
    if (needle === '') continue
    if (countLetters(needle) < MIN_LETTERS) return null
    const found = findWords(needle, haystack, chunkText, from)
    const previous = ranges.at(-1)
    if (!found || (previous && found.range.start - previous.end > MAX_CUT_CHARACTERS)) return null
    ranges.push(found.range)
    from = found.next
  }
  return ranges.length > 0 ? ranges : null
}

function countLetters(needle: string): number {
  return needle.length + (needle.match(IDEOGRAPH)?.length ?? 0)
}

/** The first place at or after folded position `from` where `needle` begins and ends at word boundaries of the raw text. */
function findWords(needle: string, haystack: Folded, raw: string, from: number) {
  for (let at = haystack.text.indexOf(needle, from); at !== -1; at = haystack.text.indexOf(needle, at + 1)) {
    const start = haystack.starts[at] ?? 0
    const end = haystack.ends[at + needle.length - 1] ?? start
    if (isBoundary(raw, start) && isBoundary(raw, end))
      return { range: { start, end }, next: at + needle.length }
  }
  return null
}

function isBoundary(text: string, at: number): boolean {
  const before = text.slice(0, at).match(/.$/su)?.[0] ?? ''
  const after = String.fromCodePoint(text.codePointAt(at) ?? 0x20)
  // Ideographs are written without spaces: every place between two of them is a boundary.
  if (before.match(IDEOGRAPH) || after.match(IDEOGRAPH)) return true
  return !(WORD_CHARACTER.test(before) && WORD_CHARACTER.test(after))
}
