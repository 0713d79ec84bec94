import type { ChatRequest, ModelPassage } from '#lib/platform/llm/model.ts'
import {
  pickQuotes,
  type Quote,
  type SentenceRange,
  splitSentences,
  toWords,
  type WeightedQuery,
} from '#lib/retrieval/index.ts'
import { QUOTE_CHUNK } from '#lib/retrieval/parameters.ts'

import { trimMarkup } from './trim-markup.ts'

/** A range of a passage that answers on its own. */
export interface Excerpt extends SentenceRange {
  readonly passage: ModelPassage
  /** Its sentence speaks of something that only the heading names. */
  readonly leansOnHeading: boolean
}

const MAX_EXCERPTS = 3
const CANDIDATES = 12
/** A further sentence must come this near to the best one by its own words: a weak second makes a good first doubtful. */
const NEXT_SHARE = 0.65
/** … and say something: "Thank you." answers nothing. */
const NEXT_MIN_WORDS = 4
const MAX_CHARACTERS = 900
/** Longer quotations are cut. */
export const MAX_QUOTE_CHARACTERS = 520
const MIN_LETTERS = 8
/** Sentences before a pronoun that may be taken in to explain it. */
const MAX_STEPS_BACK = 2

// Words that point back to the sentence before. "That" and "it" inside a sentence are explained there.
const POINTS_BACK =
  /^[\s"“‘(*_-]*(?:it|its|this|these|those|they|their|them|he|his|him|she|her|such|both|the (?:former|latter|same|other|second)|another|otherwise|however|therefore|thus|hence|then|also|moreover|furthermore|instead|consequently|nevertheless|similarly|likewise|that (?:is|was|means|way)|er|sie|es|dies\p{L}*|diese|jene\p{L}*)(?![\p{L}'’-])/iu

/**
 * One to three excerpts that answer the question best, the best first: whole sentences, each with what its pronoun
 * points back to, none twice. Deterministic.
 */
export function pickExcerpts(request: ChatRequest, query: WeightedQuery): Excerpt[] {
  const passages = request.passages.toSorted((a, b) => b.score - a.score || a.marker - b.marker)
  const quotable = passages.map(({ documentName, headingPath, text, score }) => ({
    title: [documentName, ...headingPath].join('\n'),
    text,
    score,
  }))
  const quotes = pickQuotes(request.question, query, quotable, CANDIDATES)
  const ownScore = ({ score, passage }: Quote) => score - QUOTE_CHUNK * (passages[passage]?.score ?? 0)
  const excerpts: Excerpt[] = []
  let best: Quote | null = null
  for (const quote of quotes) {
    const passage = passages[quote.passage]
    if (!passage || excerpts.length >= MAX_EXCERPTS) continue
    if (best && ownScore(quote) < ownScore(best) * NEXT_SHARE) continue
    const words = trimMarkup(passage.text, quote)
    const explained = words && explain(passage, quote)
    // A sentence before it that was taken in keeps its own beginning.
    const excerpt = explained && {
      ...explained,
      start: explained.start === quote.start ? words.start : explained.start,
      end: words.end,
    }
    if (!excerpt || !isWorthShowing(excerpt, best !== null) || repeats(excerpt, excerpts)) continue
    best ??= quote
    addOrJoin(excerpts, excerpt)
  }
  return fitBudget(excerpts)
}

/** Takes in the sentences that a leading pronoun points back to; null when they are not in the passage. */
function explain(passage: ModelPassage, sentence: SentenceRange): Excerpt | null {
  const sentences = splitSentences(passage.text)
  let at = sentences.findIndex(({ start }) => start === sentence.start)
  let { start } = sentence
  for (let step = 0; pointsBack(passage, start); step++) {
    const before = sentences[--at]
    const isApart = before && /\n\s*\n/.test(passage.text.slice(before.end, start))
    if (!before || isApart || step >= MAX_STEPS_BACK) {
      if (passage.headingPath.length === 0) return null
      return { passage, start, end: sentence.end, leansOnHeading: true }
    }
    start = before.start
  }
  return { passage, start, end: sentence.end, leansOnHeading: false }
}

function pointsBack(passage: ModelPassage, start: number): boolean {
  return POINTS_BACK.test(passage.text.slice(start, start + 40))
}

function isWorthShowing({ passage, start, end }: Excerpt, isFurther: boolean): boolean {
  const text = passage.text.slice(start, end)
  if (isFurther && toWords(text).length < NEXT_MIN_WORDS) return false
  return (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= MIN_LETTERS
}

/** Overlapping passages hold the same sentence twice. */
function repeats(excerpt: Excerpt, others: readonly Excerpt[]): boolean {
  const words = toKey(excerpt)
  return others.some((other) => {
    const known = toKey(other)
    return known.includes(words) || words.includes(known) || overlaps(excerpt, other)
  })
}

const toKey = ({ passage, start, end }: Excerpt): string => toWords(passage.text.slice(start, end)).join(' ')

const overlaps = (one: Excerpt, other: Excerpt): boolean =>
  one.passage.marker === other.passage.marker && one.start < other.end && other.start < one.end

/** Neighbours read better as one quotation. */
function addOrJoin(excerpts: Excerpt[], excerpt: Excerpt): void {
  const at = excerpts.findIndex((other) => isNeighbour(other, excerpt))
  const other = excerpts[at]
  if (!other) {
    excerpts.push(excerpt)
    return
  }
  const first = other.start < excerpt.start ? other : excerpt
  excerpts[at] = { ...first, end: Math.max(other.end, excerpt.end) }
}

function isNeighbour(one: Excerpt, other: Excerpt): boolean {
  if (one.passage.marker !== other.passage.marker) return false
  if (Math.max(one.end, other.end) - Math.min(one.start, other.start) > MAX_QUOTE_CHARACTERS) return false
  const gap = one.passage.text.slice(Math.min(one.end, other.end), Math.max(one.start, other.start))
  return /^\s*$/.test(gap) && !/\n\s*\n/.test(gap)
}

function fitBudget(excerpts: readonly Excerpt[]): Excerpt[] {
  let characters = 0
  return excerpts.filter(({ start, end }, index) => {
    characters += end - start
    return index === 0 || characters <= MAX_CHARACTERS
  })
}
