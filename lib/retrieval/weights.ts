import { AVERAGE_GRAMS, AVERAGE_WORDS, BM25_B, BM25_K1, GRAM_WEIGHT, QUERY_MAX_WORDS } from './parameters.ts'
import { toGramDimension, toGrams, toStem, toWordDimension, toWords } from './terms.ts'

/** Weights by dimension. */
export type SparseVector = Map<number, number>

export interface ChunkVectors {
  words: SparseVector
  grams: SparseVector
}

/** A term of a question: how often it occurs there and where it stands in the vectors. */
export interface QueryTerm {
  term: string
  dimension: number
  count: number
}

export interface ParsedQuery {
  /** Folded words in order of the question, stop words out, each with its stem. */
  sequence: { word: string; stem: string }[]
  /** Distinct stems. */
  words: QueryTerm[]
  /** Distinct 4-grams of the unstemmed words. */
  grams: QueryTerm[]
}

/** How many chunks the workspace has, and in how many of them each dimension occurs. */
export interface TermStatistics {
  chunks: number
  df: ReadonlyMap<number, number>
}

/** A question with the idf of its terms; what rerank, quotes and coverage work with. */
export interface WeightedQuery extends ParsedQuery {
  /** idf by stem. */
  wordWeights: ReadonlyMap<string, number>
  /** idf by gram. */
  gramWeights: ReadonlyMap<string, number>
  /** Σ idf of the distinct words: the best that one chunk can reach, about. */
  totalWeight: number
}

/**
 * Term weights of a chunk, `tf·(k1 + 1) / (tf + k1·(1 - b + b·length/average))` (BM25's document side) with the fixed
 * averages of parameters.ts; words and 4-grams apart.
 */
export function toChunkVectors(title: string, text: string): ChunkVectors {
  const words = toWords(`${title}\n${text}`)
  return {
    words: toWeights(
      words.map((word) => toWordDimension(toStem(word))),
      AVERAGE_WORDS,
    ),
    grams: toWeights(
      words.flatMap((word) => toGrams(word).map(toGramDimension)),
      AVERAGE_GRAMS,
    ),
  }
}

function toWeights(dimensions: number[], average: number): SparseVector {
  const norm = BM25_K1 * (1 - BM25_B + (BM25_B * dimensions.length) / average)
  const counts = new Map<number, number>()
  for (const dimension of dimensions) counts.set(dimension, (counts.get(dimension) ?? 0) + 1)
  for (const [dimension, count] of counts) counts.set(dimension, (count * (BM25_K1 + 1)) / (count + norm))
  return counts
}

/** A question's words, stems and grams. At most 256 distinct stems are kept, the first ones. */
export function parseQuery(question: string): ParsedQuery {
  const sequence: ParsedQuery['sequence'] = []
  const stems = new Set<string>()
  for (const word of toWords(question)) {
    const stem = toStem(word)
    if (!stems.has(stem) && stems.size >= QUERY_MAX_WORDS) break
    stems.add(stem)
    sequence.push({ word, stem })
  }
  return toParsedQuery(sequence)
}

/** The terms of words in the order of a question. */
export function toParsedQuery(sequence: ParsedQuery['sequence']): ParsedQuery {
  return {
    sequence,
    words: countTerms(
      sequence.map(({ stem }) => stem),
      toWordDimension,
    ),
    grams: countTerms(
      sequence.flatMap(({ word }) => toGrams(word)),
      toGramDimension,
    ),
  }
}

function countTerms(terms: string[], toDimension: (term: string) => number): QueryTerm[] {
  const found = new Map<string, QueryTerm>()
  for (const term of terms) {
    const known = found.get(term)
    if (known) known.count++
    else found.set(term, { term, dimension: toDimension(term), count: 1 })
  }
  return [...found.values()]
}

/** `ln(1 + (N - df + .5) / (df + .5))`: BM25's idf, never negative. A word that occurs nowhere has df 0. */
export function toIdf(chunks: number, df: number): number {
  return Math.log(1 + Math.max(0, chunks - df + 0.5) / (df + 0.5))
}

/** Gives each term of a question its idf. */
export function weighQuery(query: ParsedQuery, statistics: TermStatistics): WeightedQuery {
  const weigh = (terms: QueryTerm[]) =>
    new Map(
      terms.map(({ term, dimension }) => [term, toIdf(statistics.chunks, statistics.df.get(dimension) ?? 0)]),
    )
  const wordWeights = weigh(query.words)
  const totalWeight = [...wordWeights.values()].reduce((sum, weight) => sum + weight, 0)
  return { ...query, wordWeights, gramWeights: weigh(query.grams), totalWeight }
}

/** The question's side of the score: `count·idf`, grams times .12. Score of a chunk = its inner product with both. */
export function toQueryVectors(query: WeightedQuery): ChunkVectors {
  const build = (terms: QueryTerm[], weights: ReadonlyMap<string, number>, factor: number) => {
    const vector: SparseVector = new Map()
    for (const { term, dimension, count } of terms) {
      vector.set(dimension, (vector.get(dimension) ?? 0) + count * (weights.get(term) ?? 0) * factor)
    }
    return vector
  }
  return {
    words: build(query.words, query.wordWeights, 1),
    grams: build(query.grams, query.gramWeights, GRAM_WEIGHT),
  }
}
