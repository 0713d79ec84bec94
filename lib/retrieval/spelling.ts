import { SPELLING_MIN_LETTERS, SPELLING_SWAP_LETTERS, SPELLING_VERY_LONG_LETTERS } from './parameters.ts'
import { STOP_WORDS } from './stop-words.ts'
import { toAllWords, toStem } from './terms.ts'
import { type ParsedQuery, parseQuery, toParsedQuery } from './weights.ts'

const NAME = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}'’]*/gu

/**
 * Reads words of a question that nothing holds as the nearest words of some texts: one letter more, less or other, or
 * two neighbours swapped; two such slips in a long word. The first letter stays, unless it was swapped. A slip of a
 * stop word ("mnay") is left out. Words with digits are never touched, and a name is only read as another name.
 *
 * @param texts what the question found as it was written; the words that it may mean.
 * @param isUnknown whether a stem occurs nowhere.
 * @returns the question as it was meant, or null when there is nothing to correct or nothing would be left.
 */
export function correctQuery(
  question: string,
  texts: readonly string[],
  isUnknown: (stem: string) => boolean,
): ParsedQuery | null {
  const { sequence } = parseQuery(question)
  const unknown = new Set(sequence.filter(({ stem }) => isUnknown(stem)).map(({ word }) => word))
  if (unknown.size === 0) return null
  const vocabulary = countWords(texts)
  const names = readNames(question.trim().replace(/^\S+/u, ''))
  const knownNames = readNames(texts.join('\n'))
  const corrected = sequence.map(({ word }) => {
    if (!unknown.has(word)) return word
    const mayBe = (other: string) => !names.has(word) || knownNames.has(other)
    return findNearest(word, vocabulary, mayBe) ?? word
  })
  const words = corrected.filter((word) => !STOP_WORDS.has(word))
  if (words.length === 0 || corrected.every((word, at) => word === sequence[at]?.word)) return null
  return toParsedQuery(words.map((word) => ({ word, stem: toStem(word) })))
}

/** How often each word stands in the texts. Stop words come first where distances are equal: they are commonest. */
function countWords(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of texts.flatMap(toAllWords)) counts.set(word, (counts.get(word) ?? 0) + 1)
  for (const word of STOP_WORDS) counts.set(word, Number.POSITIVE_INFINITY)
  return counts
}

/** Capitalised words, folded. */
function readNames(text: string): Set<string> {
  return new Set((text.match(NAME) ?? []).flatMap(toAllWords))
}

/** The vocabulary's word with the fewest slips, then the commonest, then the first by alphabet. */
function findNearest(
  word: string,
  vocabulary: ReadonlyMap<string, number>,
  mayBe: (other: string) => boolean,
): string | null {
  if (word.length < SPELLING_SWAP_LETTERS || !/^\p{L}+$/u.test(word)) return null
  const allowed = word.length >= SPELLING_VERY_LONG_LETTERS ? 2 : 1
  let best: { word: string; slips: number; count: number } | null = null
  for (const [other, count] of vocabulary) {
    const slips = countSlips(word, other, allowed)
    if (slips === null || !mayBe(other)) continue
    const next = { word: other, slips, count }
    if (!best || isNearer(next, best)) best = next
  }
  return best?.word ?? null
}

function isNearer(
  one: { word: string; slips: number; count: number },
  other: { word: string; slips: number; count: number },
): boolean {
  if (one.slips !== other.slips) return one.slips < other.slips
  return one.count !== other.count ? one.count > other.count : one.word < other.word
}

/** Slips from `word` to `other`, 1 up to `allowed`; null when there are more, or when the word is too short for them. */
function countSlips(word: string, other: string, allowed: number): number | null {
  if (word === other || Math.abs(word.length - other.length) > allowed) return null
  if (isSwap(word, other)) return 1
  if (word[0] !== other[0] || Math.min(word.length, other.length) < SPELLING_MIN_LETTERS) return null
  const slips = toDistance(word, other)
  return slips <= allowed ? slips : null
}

/** Whether one pair of neighbours changed places, and nothing else. */
function isSwap(word: string, other: string): boolean {
  if (word.length !== other.length) return false
  let at = 0
  while (at < word.length && word[at] === other[at]) at++
  return (
    word[at] === other[at + 1] && word[at + 1] === other[at] && word.slice(at + 2) === other.slice(at + 2)
  )
}

/** Optimal string alignment: Levenshtein's distance, where a swap of neighbours is one slip. */
function toDistance(word: string, other: string): number {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= word.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const other1 = other[j - 1]
      const cost = word[i - 1] === other1 ? 0 : 1
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other1)
        best = Math.min(best, (before[j - 2] ?? 0) + 1)
      next.push(best)
    }
    before = row
    row = next
  }
  return row[other.length] ?? 0
}
