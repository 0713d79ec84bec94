import type { ChatRequest, ModelPassage } from '#lib/platform/llm/model.ts'
import {
  findAnswerType,
  holdsAnswerType,
  isOverviewQuestion,
  pickQuotes,
  type Quote,
  type SentenceRange,
  splitSentences,
  toStem,
  toWords,
  type WeightedQuery,
} from '#lib/retrieval/index.ts'
import { QUOTE_CHUNK } from '#lib/retrieval/parameters.ts'

import { pickOverview } from './pick-overview.ts'
import { findHeader } from './table-header.ts'
import { trimMarkup } from './trim-markup.ts'
import { isComparison } from './weigh-question.ts'

/** A range of a passage that answers on its own. */
export interface Excerpt extends SentenceRange {
  readonly passage: ModelPassage
  /** Its sentence speaks of something that only the heading names. */
  readonly leansOnHeading: boolean
  /** Of a row of a table: the line that names its columns, where it can be quoted. */
  readonly header: SentenceRange | null
}

/** An excerpt with what it is judged by. */
interface Candidate {
  readonly excerpt: Excerpt
  readonly quote: Quote
  /** Score by its own words, without its passage's. */
  readonly own: number
  /** Words of the question that it holds. */
  readonly stems: ReadonlySet<string>
  readonly hasType: boolean
}

const MAX_EXCERPTS = 3
const CANDIDATES = 24
/** A further sentence must come this near to the best one by its own words: a weak second makes a good first doubtful. */
const NEXT_SHARE = 0.65
/** … or half as near, when it holds this share of the question that the others leave open: the other side of a comparison. */
const NEXT_SHARE_IF_NEW = 0.4
const NEW_SHARE = 0.12
/** What a further sentence gains by the share of the question that it adds. */
const NEW_WEIGHT = 0.6
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
 * One to three excerpts that answer the question best: whole sentences, each with what its pronoun points back to, none
 * twice. The best comes first; a further one is near to it or, in a comparison, holds what the others leave open. A
 * question that names nothing gets the openings. Deterministic.
 */
export function pickExcerpts(request: ChatRequest, query: WeightedQuery): Excerpt[] {
  if (isOverviewQuestion(request.question)) return pickOverview(request)
  const candidates = listCandidates(request, query)
  const compares = isComparison(request.question)
  const best = candidates[0]
  if (!best) return []
  const excerpts = [best.excerpt]
  const covered = new Set(best.stems)
  let taken = 1
  let rest = candidates.slice(1)
  while (taken < MAX_EXCERPTS) {
    const toNew = (candidate: Candidate) => shareOf(candidate.stems.difference(covered), query)
    const isNext = (candidate: Candidate) => {
      if (!isWorthShowing(candidate.excerpt, true) || repeats(candidate.excerpt, excerpts)) return false
      if (compares && toNew(candidate) >= NEW_SHARE) return candidate.own >= best.own * NEXT_SHARE_IF_NEW
      return candidate.own >= best.own * NEXT_SHARE && (candidate.hasType || !best.hasType)
    }
    const toScore = (candidate: Candidate) =>
      candidate.quote.score + (compares ? NEW_WEIGHT * toNew(candidate) : 0)
    rest = rest.filter(isNext)
    const next = rest.toSorted((a, b) => toScore(b) - toScore(a))[0]
    if (!next) break
    for (const stem of next.stems) covered.add(stem)
    rest = rest.filter((candidate) => candidate !== next)
    addOrJoin(excerpts, next.excerpt)
    taken++
  }
  return fitBudget(excerpts)
}

function listCandidates(request: ChatRequest, query: WeightedQuery): Candidate[] {
  const passages = request.passages.toSorted((a, b) => b.score - a.score || a.marker - b.marker)
  const quotable = passages.map(({ documentName, headingPath, text, score }) => ({
    title: [documentName, ...headingPath].join('\n'),
    text,
    score,
  }))
  const type = findAnswerType(request.question)
  return pickQuotes(request.question, query, quotable, CANDIDATES).flatMap((quote) => {
    const passage = passages[quote.passage]
    const excerpt = passage && toExcerpt(passage, quote)
    if (!excerpt || !isWorthShowing(excerpt, false)) return []
    const { header, start, end } = excerpt
    const text = passage.text.slice(start, end)
    const words = toWords(`${header ? passage.text.slice(header.start, header.end) : ''}\n${text}`)
    return {
      excerpt,
      quote,
      own: quote.score - QUOTE_CHUNK * passage.score,
      stems: new Set(words.map(toStem).filter((stem) => query.wordWeights.has(stem))),
      hasType: type !== null && (holdsAnswerType(type, text) || (header !== null && /\d/.test(text))),
    }
  })
}

function shareOf(stems: ReadonlySet<string>, { wordWeights, totalWeight }: WeightedQuery): number {
  return [...stems].reduce((sum, stem) => sum + (wordWeights.get(stem) ?? 0), 0) / totalWeight
}

function toExcerpt(passage: ModelPassage, quote: SentenceRange): Excerpt | null {
  const words = trimMarkup(passage.text, quote)
  const explained = words && explain(passage, quote)
  if (!explained) return null
  // A sentence before it that was taken in keeps its own beginning.
  const start = explained.start === quote.start ? words.start : explained.start
  return { ...explained, start, end: words.end, header: findHeader(passage.text, quote) }
}

/** Takes in the sentences that a leading pronoun points back to; null when they are not in the passage. */
function explain(passage: ModelPassage, sentence: SentenceRange): Omit<Excerpt, 'header'> | null {
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
  // A heading says what is to come, and answers nothing.
  if (passage.headingPath.some((heading) => toWords(heading).join(' ') === toWords(text).join(' ')))
    return false
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
  if (one.passage.marker !== other.passage.marker || one.header || other.header) return false
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
