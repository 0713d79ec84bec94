import { STOP_WORDS } from './stop-words.ts'
import { toAllWords } from './terms.ts'

const ASKS =
  /^(?:summari[sz]e|summari[sz]ing|summary|summaries|overview|outline|gist|tldr|abstract|recap|about|tell|explain|describe|introduce)$/
/** Names for what lies open, and other words that say nothing about it. */
const SAYS_NOTHING = new Set(
  `please kindly give show write make get want need know say says key main short brief briefly quick general important
  point points idea ideas topic topics subject content contents document documents doc docs file files pdf pdfs text
  texts paper report article book page pages thing things something everything one`
    .split(/\s+/)
    .filter(Boolean),
)

/**
 * Whether a question asks what documents are about and names nothing in them: "Summarise this", "Tell me about it".
 * Its words are no words to search for.
 */
export function isOverviewQuestion(question: string): boolean {
  const words = toAllWords(question)
  const isEmpty = (word: string) => STOP_WORDS.has(word) || SAYS_NOTHING.has(word) || ASKS.test(word)
  return words.some((word) => ASKS.test(word)) && words.every(isEmpty)
}
