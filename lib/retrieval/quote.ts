import { type AnswerType, findAnswerType, holdsAnswerType } from './answer-type.ts'
import {
  QUOTE_CHUNK,
  QUOTE_CONTEXT,
  QUOTE_GRAMS,
  QUOTE_PAIR_WORDS,
  QUOTE_PAIRS,
  QUOTE_PASSAGES,
  QUOTE_TYPE,
  SOFT_DICE,
  SOFT_MIN_LETTERS,
} from './parameters.ts'
import { toPairs } from './rerank.ts'
import { type SentenceRange, splitSentences } from './sentences.ts'
import { findTables } from './tables.ts'
import { toGrams, toStem, toWords } from './terms.ts'
import type { WeightedQuery } from './weights.ts'

export interface QuotablePassage {
  /** Document name and headings: what the text says about itself outside its sentences. */
  title: string
  text: string
  /** Score of the search, after rerank. */
  score: number
}

export interface Quote extends SentenceRange {
  /** Index into the passages that were given. */
  passage: number
  score: number
}

/** Words of a piece of text that matter for one question. */
interface Evidence {
  stems: string[]
  matched: ReadonlyMap<string, number>
}

/**
 * The sentences that answer a question best, best first, each a verbatim range of its passage. Score:
 * `soft + .5·context + .8·chunk ± .12·type + .3·grams + .1·pairs`, all as shares of the question's idf:
 * soft = words of the sentence (a long word also by similar spelling); context = words missing there that the title or
 * the sentence before hold, or by half the one after; chunk = passage score ÷ best score; type = whether it holds the
 * number, date, person, place or reason that is asked for; grams = 4-grams; pairs = neighbouring words within 3.
 * Length is not rewarded: that was measured to lose. A row of a table is read with the names of its columns.
 *
 * @param passages best first; the first five are read.
 * @param limit most quotes to give; repeated sentences (overlapping passages) count once.
 */
export function pickQuotes(
  question: string,
  query: WeightedQuery,
  passages: readonly QuotablePassage[],
  limit: number,
): Quote[] {
  if (query.totalWeight === 0) return []
  const best = Math.max(...passages.map(({ score }) => score), Number.MIN_VALUE)
  const type = findAnswerType(question)
  const quotes = passages.slice(0, QUOTE_PASSAGES).flatMap((passage, index) =>
    scoreSentences(query, type, passage).map((quote) => ({
      ...quote,
      passage: index,
      score: quote.score + (QUOTE_CHUNK * passage.score) / best,
    })),
  )
  quotes.sort((a, b) => b.score - a.score || a.passage - b.passage || a.start - b.start)
  const seen = new Set<string>()
  return quotes
    .filter(({ passage, start, end }) => isFirst(seen, passages[passage]?.text.slice(start, end) ?? ''))
    .slice(0, limit)
}

function isFirst(seen: Set<string>, text: string): boolean {
  const known = seen.has(text)
  seen.add(text)
  return !known
}

function scoreSentences(query: WeightedQuery, type: AnswerType | null, passage: QuotablePassage) {
  const tables = findTables(passage.text)
  const heads = new Map(tables.flatMap(({ header, rows }) => rows.map(({ start }) => [start, header])))
  const apart = new Set(tables.flatMap(({ header, rule }) => [header?.start, rule?.start]))
  const sentences = splitSentences(passage.text).filter(({ start }) => !apart.has(start))
  const readText = ({ start, end }: SentenceRange) => passage.text.slice(start, end)
  const evidence = sentences.map((sentence) => {
    const header = heads.get(sentence.start)
    return readEvidence(query, `${header ? `${readText(header)}\n` : ''}${readText(sentence)}`)
  })
  const title = readEvidence(query, passage.title)
  return sentences.map((sentence, at) => {
    const text = readText(sentence)
    const own = evidence[at] ?? title
    const holds =
      type !== null && (holdsAnswerType(type, text) || isFigure(type, text, heads.has(sentence.start)))
    const fit = type === null ? 0 : holds ? QUOTE_TYPE : -QUOTE_TYPE
    const score =
      toShare(query, [...own.matched.values()]) +
      QUOTE_CONTEXT * contextShare(query, own, [title, evidence[at - 1]], evidence[at + 1]) +
      fit +
      QUOTE_GRAMS * gramShare(query, text) +
      QUOTE_PAIRS * pairShare(query, own.stems)
    return { ...sentence, score }
  })
}

/** What a figure in a row of a table counts, its header says. */
function isFigure(type: AnswerType, text: string, isRow: boolean): boolean {
  return isRow && (type === 'money' || type === 'percentage' || type === 'number') && /\d/.test(text)
}

function readEvidence(query: WeightedQuery, text: string): Evidence {
  const words = toWords(text)
  const stems = words.map(toStem)
  const matched = new Map<string, number>()
  for (const { word, stem } of query.sequence) {
    if (matched.has(stem)) continue
    const strength = stems.includes(stem) ? 1 : softMatch(word, words)
    if (strength > 0) matched.set(stem, strength * (query.wordWeights.get(stem) ?? 0))
  }
  return { stems, matched }
}

/** 1 when another form or a misspelling of `word` is there: same first letter, Dice coefficient of the 4-grams over .5. */
function softMatch(word: string, words: readonly string[]): number {
  // Person12 is no other form of Person13.
  if (word.length < SOFT_MIN_LETTERS || /\d/.test(word)) return 0
  const grams = new Set(toGrams(word))
  const found = words.some((other) => {
    if (other.length < SOFT_MIN_LETTERS || other[0] !== word[0]) return false
    const others = new Set(toGrams(other))
    return (2 * [...others].filter((gram) => grams.has(gram)).length) / (grams.size + others.size) > SOFT_DICE
  })
  return found ? 1 : 0
}

function toShare(query: WeightedQuery, weights: readonly number[]): number {
  return weights.reduce((sum, weight) => sum + weight, 0) / query.totalWeight
}

function contextShare(
  query: WeightedQuery,
  own: Evidence,
  before: readonly (Evidence | undefined)[],
  after: Evidence | undefined,
): number {
  let weight = 0
  for (const [stem, idf] of query.wordWeights) {
    if (own.matched.has(stem)) continue
    if (before.some((evidence) => evidence?.matched.has(stem))) weight += idf
    else if (after?.matched.has(stem)) weight += idf / 2
  }
  return weight / query.totalWeight
}

function gramShare(query: WeightedQuery, text: string): number {
  const grams = new Set(toWords(text).flatMap(toGrams))
  let held = 0
  let total = 0
  for (const [gram, idf] of query.gramWeights) {
    total += idf
    if (grams.has(gram)) held += idf
  }
  return total === 0 ? 0 : held / total
}

function pairShare(query: WeightedQuery, stems: readonly string[]): number {
  let held = 0
  let total = 0
  for (const [first, second] of toPairs(query)) {
    const idf = ((query.wordWeights.get(first) ?? 0) + (query.wordWeights.get(second) ?? 0)) / 2
    total += idf
    if (stems.some((stem, at) => stem === first && isNear(stems, at, second))) held += idf
  }
  return total === 0 ? 0 : held / total
}

function isNear(stems: readonly string[], at: number, other: string): boolean {
  return stems.slice(Math.max(0, at - QUOTE_PAIR_WORDS), at + QUOTE_PAIR_WORDS + 1).includes(other)
}
