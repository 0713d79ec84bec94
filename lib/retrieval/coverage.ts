import type { WeightedQuery } from './weights.ts'

/**
 * R: the best chunk's score before rerank ÷ Σ idf of the question's distinct words, words that occur nowhere counting
 * as df 0. 0 when nothing was found or nothing was asked. It can pass 1: repeated words and grams add to the score.
 */
export function toCoverage(query: WeightedQuery, bestScore: number): number {
  return query.totalWeight > 0 ? Math.max(0, bestScore) / query.totalWeight : 0
}
