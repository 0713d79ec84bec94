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
import { QUOTE_CHUNK, QUOTE_CONTEXT } from '#lib/retrieval/parameters.ts'
import { definesTerm, isSignpost, readDefinedTerm } from './definition.ts'
import { holdsMustHaves, type MustHaves, reachMustHaves, readMustHaves, toTitle } from './must-haves.ts'
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
  /** Says what the thing is that is to be explained. */
  readonly defines: boolean
  /** Only says where something is said. */
  readonly announces: boolean
}

const MAX_EXCERPTS = 3
const CANDIDATES = 24
/** … and of a question with must-haves, which most sentences lack. */
const CANDIDATES_TO_SIFT = 400
/** What a sentence gains by saying what the thing is that is to be explained, or loses by saying where that is said. */
const DEFINES_WEIGHT = 0.3
/** A further sentence must come this near to the best one by its own words: a weak second makes a good first doubtful. */
const NEXT_SHARE = 0.9
/** … or less near, when it holds a share of the question that the others leave open. */
const NEXT_SHARE_IF_ADDS = 0.65
/** … or half as near, when it is the other side of a comparison. */
const NEXT_SHARE_IF_NEW = 0.4
/** Share of the question that counts as one that the others leave open. */
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
  const explains = readDefinedTerm(request.question) !== null
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
      const adds = toNew(candidate) >= NEW_SHARE
      if (compares && adds) return candidate.own >= best.own * NEXT_SHARE_IF_NEW
      if (explains && !candidate.defines && (!adds || candidate.announces)) return false
      const least = best.own * (adds ? NEXT_SHARE_IF_ADDS : NEXT_SHARE)
      return candidate.own >= least && (candidate.hasType || !best.hasType)
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
  const must = readMustHaves(request.question)
  const passages = request.passages
    .filter((passage) => holdsMustHaves(`${toTitle(passage)}\n${passage.text}`, must))
    .toSorted((a, b) => b.score - a.score || a.marker - b.marker)
  const quotable = passages.map(({ documentName, headingPath, text, score }) => ({
    title: [documentName, ...headingPath].join('\n'),
    text,
    score,
  }))
  const term = readDefinedTerm(request.question)
  const count = must.phrases.length > 0 ? CANDIDATES_TO_SIFT : CANDIDATES
  const type = findAnswerType(request.question)
  const candidates = pickQuotes(request.question, query, quotable, count).flatMap((found) => {
    const passage = passages[found.passage]
    const excerpt = passage && toExcerpt(passage, found, must)
    if (!excerpt || !isWorthShowing(excerpt, false)) return []
    const { header, start, end } = excerpt
    const text = passage.text.slice(start, end)
    const words = toWords(`${header ? passage.text.slice(header.start, header.end) : ''}\n${text}`)
    const stems = readStems(words, query)
    const sentence = passage.text.slice(found.start, found.end)
    // What names the thing was taken in: its words count whole, where as context they had counted by half.
    const taken =
      must.phrases.length > 0
        ? readStems(toWords(text), query).difference(readStems(toWords(sentence), query))
        : NONE
    const defines = term !== null && definesTerm(sentence, term)
    const announces = isSignpost(sentence)
    const fit = term === null ? 0 : defines ? DEFINES_WEIGHT : announces ? -DEFINES_WEIGHT : 0
    const gain = fit + (1 - QUOTE_CONTEXT) * shareOf(taken, query)
    const quote = { ...found, score: found.score + gain }
    return {
      excerpt,
      quote,
      own: quote.score - QUOTE_CHUNK * passage.score,
      stems,
      defines,
      announces,
      hasType: type !== null && (holdsAnswerType(type, text) || (header !== null && /\d/.test(text))),
    }
  })
  return candidates.toSorted((a, b) => b.quote.score - a.quote.score).slice(0, CANDIDATES)
}

const NONE: ReadonlySet<string> = new Set()

const readStems = (words: readonly string[], { wordWeights }: WeightedQuery): ReadonlySet<string> =>
  new Set(words.map(toStem).filter((stem) => wordWeights.has(stem)))

function shareOf(stems: ReadonlySet<string>, { wordWeights, totalWeight }: WeightedQuery): number {
  return [...stems].reduce((sum, stem) => sum + (wordWeights.get(stem) ?? 0), 0) / totalWeight
}

function toExcerpt(passage: ModelPassage, quote: SentenceRange, must: MustHaves): Excerpt | null {
  const words = trimMarkup(passage.text, quote)
  const explained = words && explain(passage, quote)
  if (!explained) return null
  // A sentence before it that was taken in keeps its own beginning.
  const begin = explained.start === quote.start ? words.start : explained.start
  const header = findHeader(passage.text, quote)
  const start = reachMustHaves(passage, { start: begin, end: words.end }, { must, header })
  if (start === null) return null
  return { ...explained, start, end: words.end, header }
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
