import { toStem, toWords } from '#lib/retrieval/index.ts'
import { toAllWords } from '#lib/retrieval/terms.ts'

const ASKS =
  /^\s*(?:what(?:['’]s|\s+(?:is|are|was|were))|define)\s+(.+?)(?:\s+and\s+(?:how|why|what|where|when)\b.*|[?.,;].*|\s*)$/iu
/** "The rent of the manager" is asked for, not explained. */
const RELATES = /(?<!\p{L})(?:of|in|for|by|to|from|at|on|with|that|which|who)(?!\p{L})/iu
const MAX_WORDS = 4
const EXPLAINS = /^(?:is|are|was|were|means?|refers?|denotes?|describes?)$/
/** Words that may stand before the term ("In short, a trace tree is"), and those that may stand behind it. */
const WORDS_BEFORE = 3
const BETWEEN = /^(?:also|then|thus|therefore|just|\p{L}+ly)$/u
/** "In this section we describe trace trees": a sentence that says where something is said. */
const ANNOUNCES =
  /^(?:.{0,40}\s|\P{L}*)(?:(?:this|the\s+(?:next|following))\s+(?:section|chapter|paper|article)|(?:section|chapter|figure|table)\s+\d)/iu

/** Stems of what a question wants explained ("What are trace trees?"); null for any other question. */
export function readDefinedTerm(question: string): string[] | null {
  const term = ASKS.exec(question)?.[1] ?? ''
  if (RELATES.test(term)) return null
  const stems = toWords(term).map(toStem)
  return stems.length > 0 && stems.length <= MAX_WORDS ? stems : null
}

/** Whether a sentence begins with the term and says what it is: "Trace trees are …". */
export function definesTerm(sentence: string, term: readonly string[]): boolean {
  const words = toAllWords(sentence).slice(0, WORDS_BEFORE + term.length + 2)
  const stems = words.map(toStem)
  const at = stems.findIndex((_, from) => term.every((stem, step) => stems[from + step] === stem))
  if (at === -1 || at > WORDS_BEFORE) return false
  const [next = '', after = ''] = words.slice(at + term.length)
  return EXPLAINS.test(next) || (BETWEEN.test(next) && EXPLAINS.test(after))
}

/** Whether a sentence only says where something is explained. */
export function isSignpost(sentence: string): boolean {
  return ANNOUNCES.test(sentence)
}
