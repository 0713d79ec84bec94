import { toPlainQuote } from '#lib/chat/schema.ts'

const MONTH = '(?:January|February|March|April|May|June|July|August|September|October|November|December)'
const DATE = `(?:in|on|since) (?:the (?:spring|summer|autumn|winter) of )?(?:\\d{1,2} )?(?:${MONTH} )?(?:1\\d{3}|20\\d{2})\\b`
/** Of verbs whose participle is their past form: "was built by X" asks for who "built" it. */
const PARTICIPLE = '(\\w+ed|built|made|bought|sold|held|paid|led|sent|lent)'
/** Words that make a subject a clause, or that only the sentence before explains. */
const NOT_A_SUBJECT =
  /\b(?:it|its|they|their|this|these|those|he|she|his|her|we|our|you|your|i|that|which|who|when|while|where|if|because|since|but|not|there|one|other|another|same|rest|first|second|only)\b/i
const DETERMINER = /^(?:The|An?) /
const LONGEST_SUBJECT_WORDS = 8
const LONGEST_SENTENCE = 320

type Pattern = readonly [RegExp, (subject: string, words: RegExpExecArray) => string]

const PATTERNS: readonly Pattern[] = [
  [
    new RegExp(`^([^,;:()“”"]+?) (was|were) ${PARTICIPLE} (?:[^,;:]*? )?${DATE}`, 'u'),
    (subject, [, , be, participle]) => `When ${be} ${subject} ${participle}?`,
  ],
  [
    new RegExp(`^([^,;:()“”"]+?) (?:was|were) ${PARTICIPLE} by (?:the )?\\p{Lu}`, 'u'),
    (subject, [, , participle]) => `Who ${participle} ${subject}?`,
  ],
  [
    /^([^,;:()“”"]+?) costs? \D{0,12}\d/u,
    (subject, [sentence]) =>
      / costs /.test(sentence) ? `How much does ${subject} cost?` : `How much did ${subject} cost?`,
  ],
  [
    /^([^,;:()“”"]+?) (is|are|was|were) ((?:\p{Ll}+ ){1,5})because /u,
    (subject, [, , be, words = '']) => `Why ${be} ${subject} ${words.trim()}?`,
  ],
  [/^([^,;:()“”"]+?) (is|are) (?:an?|the) \p{L}/u, (subject, [, , be]) => `What ${be} ${subject}?`],
]

/**
 * Questions that a text answers, made from its own sentences: what a sentence says is asked for with its own words, so
 * the search finds it. English only; a text without such a sentence gives none. The same text gives the same.
 */
export function suggestQuestions(text: string, mediaType: string): string[] {
  const plain = mediaType === 'text/markdown' ? toPlainQuote(text) : text
  const questions = plain
    .split(/\n+/)
    .flatMap((line) => line.replace(/^[\s•‣▪*-]+/, '').split(/(?<=[.!?]) (?=\p{Lu})/u))
    .flatMap((sentence) => toQuestion(sentence) ?? [])
  return [...new Set(questions)]
}

function toQuestion(sentence: string): string | null {
  if (sentence.length > LONGEST_SENTENCE || !/[.!]$/.test(sentence.trim()) || sentence.includes('·'))
    return null
  for (const [pattern, ask] of PATTERNS) {
    const found = pattern.exec(sentence)
    const subject = found && toSubject(found[1] ?? '')
    if (found && subject) return ask(subject, found)
  }
  return null
}

/** The subject as it stands inside a sentence; null for what is none alone. */
function toSubject(words: string): string | null {
  if (NOT_A_SUBJECT.test(words) || words.split(' ').length > LONGEST_SUBJECT_WORDS) return null
  if (DETERMINER.test(words))
    return /\p{L}{4}/u.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : null
  // Without "the" only a name is sure to be one thing, and one word at the beginning has its capital for that.
  return /^\p{Lu}\S*(?: \p{Lu}\S*)+$/u.test(words) ? words : null
}
