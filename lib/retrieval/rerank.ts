import {
  BM25_K1,
  PAIR_NEAR,
  PAIR_NEAR_WORDS,
  PAIR_ORDERED,
  RERANK_PAIRS,
  RERANK_SENTENCE,
} from './parameters.ts'
import { splitSentences } from './sentences.ts'
import { toStem, toWords } from './terms.ts'
import type { WeightedQuery } from './weights.ts'

export interface RankedChunk {
  chunkId: string
  score: number
}

/** What rerank adds to a score. */
export interface RerankParts {
  sentence: number
  pairs: number
}

/**
 * Orders candidates by `score + .4·S + .2·P`, ties by chunk id. S is the largest Σ idf of distinct question words in
 * one sentence. P sums over neighbouring question words `mean idf · (.7·o/(o + k1) + .3·u/(u + k1)) · (k1 + 1)`, where
 * o counts the pair adjacent and in order, u within 8 words of each other. Deterministic; about 5 ms for 50 chunks.
 */
export function rerank<C extends RankedChunk & { text: string }>(
  query: WeightedQuery,
  candidates: readonly C[],
): (C & RerankParts)[] {
  return candidates
    .map((candidate) => {
      const sentence = RERANK_SENTENCE * bestSentenceWeight(query, candidate.text)
      const pairs = RERANK_PAIRS * pairWeight(query, candidate.text)
      return { ...candidate, sentence, pairs, score: candidate.score + sentence + pairs }
    })
    .sort(byScoreThenId)
}

/** Best first; equal scores by chunk id, so that duplicates never change places between two searches. */
export function byScoreThenId(a: RankedChunk, b: RankedChunk): number {
  return b.score - a.score || (a.chunkId < b.chunkId ? -1 : a.chunkId > b.chunkId ? 1 : 0)
}

/** S: the largest Σ idf of distinct question words that one sentence holds. */
export function bestSentenceWeight(query: WeightedQuery, text: string): number {
  let best = 0
  for (const { start, end } of splitSentences(text)) {
    const stems = new Set(toWords(text.slice(start, end)).map(toStem))
    let weight = 0
    for (const [stem, idf] of query.wordWeights) if (stems.has(stem)) weight += idf
    best = Math.max(best, weight)
  }
  return best
}

/** P: how often neighbouring words of the question stand together in the text. */
export function pairWeight(query: WeightedQuery, text: string): number {
  const positions = new Map<string, number[]>()
  toWords(text).forEach((word, at) => {
    const stem = toStem(word)
    if (!query.wordWeights.has(stem)) return
    const known = positions.get(stem)
    if (known) known.push(at)
    else positions.set(stem, [at])
  })
  return toPairs(query).reduce((sum, [first, second]) => {
    const { ordered, near } = countPair(positions.get(first) ?? [], positions.get(second) ?? [])
    const idf = ((query.wordWeights.get(first) ?? 0) + (query.wordWeights.get(second) ?? 0)) / 2
    return sum + idf * (PAIR_ORDERED * saturate(ordered) + PAIR_NEAR * saturate(near)) * (BM25_K1 + 1)
  }, 0)
}

/** Neighbouring words of a question, as stems, in order; a word beside itself is no pair. */
export function toPairs(query: WeightedQuery): [string, string][] {
  const pairs: [string, string][] = []
  query.sequence.forEach(({ stem }, at) => {
    const next = query.sequence[at + 1]
    if (next && next.stem !== stem) pairs.push([stem, next.stem])
  })
  return pairs
}

function countPair(first: number[], second: number[]): { ordered: number; near: number } {
  let ordered = 0
  let near = 0
  for (const a of first) {
    for (const b of second) {
      if (b - a === 1) ordered++
      if (Math.abs(b - a) <= PAIR_NEAR_WORDS) near++
    }
  }
  return { ordered, near }
}

function saturate(count: number): number {
  return count / (count + BM25_K1)
}
