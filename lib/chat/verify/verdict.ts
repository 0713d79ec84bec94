import { unescapeMarkdown } from '#lib/chat/answer/markdown.ts'
import { countNegations, holdsNumbers, readDenials, readNumbers, sameNumbers } from '#lib/retrieval/index.ts'
import { locateQuote, type TextRange } from './locate-quote.ts'

/** A passage that a claim names as its source. */
export interface CitedPassage {
  readonly text: string
  readonly documentName: string
  readonly headingPath: readonly string[]
}

/** How a claim stands to a passage, and which words of the passage show it. */
export interface Proof {
  readonly verdict: 'exact' | 'supported'
  /** Ranges of the passage's text, in order; more than one when the quotation was cut. */
  readonly ranges: readonly TextRange[]
}

/** What the checks need to know about words; from lib/retrieval. */
export interface Words {
  /** Sentences of a text as ranges. */
  splitSentences(text: string): TextRange[]
  /** Stems of the words that carry meaning, in order. */
  toStems(text: string): string[]
  /** The support rule: the window of `passage` that holds enough of the claim, or null. */
  findSupport(claim: string, passage: CitedPassage): TextRange | null
}

const QUOTATION = /“([^“”]+)”|«([^«»]+)»|"([^"\n]{8,})"/gu
/** A quotation of fewer words is a term, not testimony: it is judged with the words around it. */
const TESTIMONY_WORDS = 3
/** Words that only say who speaks: "According to …:", "… also says:". */
const REPORTING =
  /^(?:accord\w*|says?|said|writes?|wrote|written|states?|stated|reports?|reported|puts?|adds?|added|explains?|explained|describes?|described|notes?|noted|quotes?|quoted|document|text|file|paper|table|section|chapter|page|also|way|goes|follow\w*|there|under|laut|schreibt|sagt)$/iu

/**
 * Whether and how `passage` proves `claim` (Markdown, without markers).
 *
 * `exact`: the claim's own words, or those it puts in quotation marks, stand verbatim in the passage, with the same
 * numbers, units and denials, and what is left of it only says who speaks or stands in the same sentence. `supported`: a
 * paraphrase that passes the support rule, with no number, unit or denial of its own and none lost. Anything else proves
 * nothing: no mark is better than a wrong one.
 */
export function proveClaim(claim: string, passage: CitedPassage, words: Words): Proof | null {
  const plain = unescapeMarkdown(claim)
  const quotations = [...plain.matchAll(QUOTATION)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
  const testimony = quotations.filter(
    (quotation) => words.toStems(quotation).length >= TESTIMONY_WORDS || isLong(quotation),
  )
  const located = testimony.map((quotation) => locate(quotation, passage, words))
  // Words in quotation marks that the passage does not hold are a false quotation, whatever stands around them.
  if (located.includes(null)) return null
  const ranges = located.flatMap((found) => found ?? [])
  if (testimony.length > 0 && isLeadIn(plain, testimony, ranges, passage, words))
    return { verdict: 'exact', ranges }
  if (testimony.length === 0) {
    const own = locate(plain, passage, words)
    if (own) return { verdict: 'exact', ranges: own }
  }
  const window = findSupport(plain, passage, words)
  // A long true quotation would carry any words around it over the threshold, so those are weighed alone as well.
  if (!window || (testimony.length > 0 && !findSupport(without(plain, testimony), passage, words)))
    return null
  return { verdict: 'supported', ranges: ranges.length > 0 ? ranges : [window] }
}

/** A row of a table is testimony, however few its cells. */
const isLong = (quotation: string): boolean =>
  /[|·]/.test(quotation) || quotation.trim().split(/\s+/).length > TESTIMONY_WORDS

const without = (plain: string, quotations: readonly string[]): string =>
  quotations.reduce((text, quotation) => text.replace(quotation, ' '), plain)

/** Verbatim, and the same in what folding cannot see: separators, signs, units, and denials that were cut away. */
function locate(quotation: string, passage: CitedPassage, words: Words): TextRange[] | null {
  const ranges = locateQuote(quotation, passage.text)
  const first = ranges?.[0]
  const last = ranges?.at(-1)
  if (!ranges || !first || !last) return null
  const numbers = readNumbers(passage.text).filter((fact) =>
    ranges.some((range) => fact.start < range.end && fact.end > range.start),
  )
  if (!sameNumbers(readNumbers(quotation), numbers)) return null
  const span = passage.text.slice(first.start, last.end)
  if (countNegations(quotation) !== countNegations(span)) return null
  if (losesDenial(span, enclosingSentences(first.start, last.end, passage.text, words), words)) return null
  return ranges
}

/** Whether the claim outside its quotations says nothing that its source does not say in the same breath. */
function isLeadIn(
  plain: string,
  testimony: readonly string[],
  ranges: readonly TextRange[],
  passage: CitedPassage,
  words: Words,
): boolean {
  const rest = without(plain, testimony).replaceAll(passage.documentName, ' ')
  if (countNegations(rest) > 0) return false
  const first = ranges[0]
  const last = ranges.at(-1)
  if (!first || !last) return false
  const source = [passage.documentName, ...passage.headingPath].join('\n')
  const breath = enclosingSentences(first.start, last.end, passage.text, words)
  if (!holdsNumbers(readNumbers(rest), readNumbers(`${breath}\n${source}`))) return false
  const known = new Set(words.toStems(`${source}\n${breath}`))
  const own = rest.match(/[\p{L}\p{N}'’-]+/gu) ?? []
  return own.every((word) => REPORTING.test(word) || words.toStems(word).every((stem) => known.has(stem)))
}

function findSupport(plain: string, passage: CitedPassage, words: Words): TextRange | null {
  const window = words.findSupport(plain, passage)
  if (!window) return null
  const source = passage.text.slice(window.start, window.end)
  const own = plain.replaceAll(passage.documentName, ' ')
  const headings = passage.headingPath.join('\n')
  if (!holdsNumbers(readNumbers(own), readNumbers(`${source}\n${headings}`))) return null
  if (countNegations(own) > countNegations(source)) return null
  if (addsDenial(own, source, words) || losesDenial(own, source, words)) return null
  return window
}

/** Whether `claim` says plainly what `source` denies: "never accept" may not become "accept". */
function losesDenial(claim: string, source: string, words: Words): boolean {
  const claimed = new Set(words.toStems(claim))
  const still = new Set(readDeniedStems(claim, words).flat())
  return readDeniedStems(source, words)
    .flat()
    .some((stem) => claimed.has(stem) && !still.has(stem))
}

/** Whether `claim` denies something that `source` does not: its own "not" may not hide behind another one. */
function addsDenial(claim: string, source: string, words: Words): boolean {
  const known = new Set(readDeniedStems(source, words).flat())
  return readDeniedStems(claim, words).some((stems) => !stems.some((stem) => known.has(stem)))
}

function readDeniedStems(text: string, words: Words): string[][] {
  const denials = readDenials(text).map((denied) => denied.flatMap((word) => words.toStems(word)))
  return denials.filter((stems) => stems.length > 0)
}

function enclosingSentences(start: number, end: number, text: string, words: Words): string {
  const around = words.splitSentences(text).filter((sentence) => sentence.start < end && sentence.end > start)
  return text.slice(
    Math.min(start, ...around.map((s) => s.start)),
    Math.max(end, ...around.map((s) => s.end)),
  )
}
