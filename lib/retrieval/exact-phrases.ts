import { EXACT_PHRASES } from './parameters.ts'
import { toAllWords, toWords } from './terms.ts'

const QUOTED = /"([^"\n]{2,120})"|“([^”\n]{2,120})”|„([^“”\n]{2,120})[“”]|«([^»\n]{2,120})»/g
/** A token that mixes letters or signs with digits (INV-2024-001, RFC9110, 12.4.1), or an address or a path. */
const IDENTIFIER =
  /(?<![\p{L}\p{N}])(?=[\p{L}\p{N}._/@:#-]*\d)(?:\p{L}+[._/:#-]?\d|\p{N}+[._/:#-]+[\p{L}\p{N}]+[._/:#-]|\p{N}+[-_/#:]?\p{L})[\p{L}\p{N}._/@:#-]*/gu
/** Ordinals and decades look like identifiers and are none. */
const EVERYDAY = /^(?:\d+(?:st|nd|rd|th|s|am|pm|%|k|m|bn|cm|mm|km|kg|mg|ml|g|l)|\d+[-/]\d+)$/i

/**
 * What a question wants to see letter by letter: phrases in double quotation marks and identifiers. Longest first, at
 * most four.
 */
export function findExactPhrases(question: string): string[] {
  const quoted = [...question.matchAll(QUOTED)].map((match) => match.slice(1).find(Boolean)?.trim() ?? '')
  const identifiers = [...question.matchAll(IDENTIFIER)]
    .map(([token]) => token.replace(/[._/@:#-]+$/u, ''))
    .filter((token) => token.length >= 3 && !EVERYDAY.test(token))
  return [...new Set([...quoted, ...identifiers].filter((phrase) => phrase.length >= 2))]
    .sort((a, b) => b.length - a.length)
    .slice(0, EXACT_PHRASES)
}

/** What names one thing and no other: letters with digits behind them (Person12, INV-2024-001), or a number in three parts. */
const NAMES_ONE = /^\p{L}.*\d|^\d+(?:\.\d+){2,}$/u
const PERIOD = /^(?:mid|pre|post|early|late|non)-\d/i

/**
 * What an answer has to hold: the quoted phrases of a question, and those identifiers that no other word stands for. A
 * question that stands in quotation marks as a whole quotes nothing.
 */
export function findMustHaves(question: string): string[] {
  const quoted = [...question.matchAll(QUOTED)].flatMap((match) => match.slice(1).find(Boolean)?.trim() ?? [])
  return findExactPhrases(question).filter(
    (phrase) =>
      (quoted.includes(phrase) && toWords(question.replace(phrase, ' ')).length > 0) ||
      (NAMES_ONE.test(phrase) && !PERIOD.test(phrase)),
  )
}

/**
 * Whether the words of `phrase` stand in `text` as whole words, one behind the other. Of words without digits the
 * letters are enough, as a hyphen at the end of a line may part them.
 */
export function holdsPhrase(text: string, phrase: string): boolean {
  const words = toAllWords(text)
  const asked = toAllWords(phrase)
  if (` ${words.join(' ')} `.includes(` ${asked.join(' ')} `)) return true
  return !/\d/.test(phrase) && words.join('').includes(asked.join(''))
}
