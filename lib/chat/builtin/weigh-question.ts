import type { ChatRequest } from '#lib/platform/llm/model.ts'
import {
  correctQuery,
  type ParsedQuery,
  parseQuery,
  toParsedQuery,
  toStem,
  toWords,
  type WeightedQuery,
} from '#lib/retrieval/index.ts'
import { toGrams } from '#lib/retrieval/terms.ts'

const BETWEEN = /\bbetween\b.+\band\b|\bboth\b.+\band\b|\b\p{L}+er\b.*\bor\b/iu
const COMPARES = /^(?:compar\w*|contrast\w*|differ(?:s|ed|ences?)?|versus|vs)$/

/**
 * The question with its weights, as the search had it: misspelt words are read as words of the passages, and a 4-gram
 * weighs what its word weighs.
 */
export function weighQuestion(request: ChatRequest): WeightedQuery {
  const query = readQuestion(request)
  const wordWeights = new Map<string, number>()
  const gramWeights = new Map<string, number>()
  for (const { word, stem } of query.sequence) {
    const weight = request.termWeights.get(stem) ?? 1
    wordWeights.set(stem, weight)
    for (const gram of toGrams(word)) gramWeights.set(gram, weight)
  }
  const totalWeight = [...wordWeights.values()].reduce((sum, weight) => sum + weight, 0)
  return { ...query, wordWeights, gramWeights, totalWeight }
}

function readQuestion({ question, passages, termWeights }: ChatRequest): ParsedQuery {
  const texts = passages.map(({ documentName, headingPath, text }) =>
    [documentName, ...headingPath, text].join('\n'),
  )
  const held = new Set(texts.flatMap(toWords).map(toStem))
  // What no document holds weighs most of all; a word of other documents weighs less and is no slip.
  const most = Math.max(...termWeights.values(), Number.NEGATIVE_INFINITY)
  const isUnknown = (stem: string) => !held.has(stem) && (termWeights.get(stem) ?? most) >= most
  return withoutFrame(correctQuery(question, texts, isUnknown) ?? parseQuery(question))
}

/** Whether a question sets two things side by side. */
export function isComparison(question: string): boolean {
  return BETWEEN.test(question) || parseQuery(question).sequence.some(({ word }) => COMPARES.test(word))
}

/** A comparison is about the things compared: no sentence is better for holding "difference". */
function withoutFrame(query: ParsedQuery): ParsedQuery {
  const sequence = query.sequence.filter(({ word }) => !COMPARES.test(word))
  return sequence.length > 0 ? toParsedQuery(sequence) : query
}
