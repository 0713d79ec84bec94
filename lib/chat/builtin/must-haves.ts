import type { ModelPassage } from '#lib/platform/llm/model.ts'
import { findMustHaves, holdsPhrase, type SentenceRange, splitSentences } from '#lib/retrieval/index.ts'
import { isComparison } from './weigh-question.ts'

/** Sentences before one that may be taken in because they name what it speaks of. */
const MAX_STEPS_BACK = 2
const LISTS = /,|(?<!\p{L})(?:and|or|vs|versus|und|oder|et|ou|y|o)(?!\p{L})/iu

/** The identifiers and quoted phrases of a question, one of which, or all of which, an excerpt has to hold. */
export interface MustHaves {
  readonly phrases: readonly string[]
  /** Things set side by side stand in sentences of their own. */
  readonly isOneEnough: boolean
}

export function readMustHaves(question: string): MustHaves {
  return { phrases: findMustHaves(question), isOneEnough: isComparison(question) || LISTS.test(question) }
}

/** Whether a text holds what the question names. A question that names nothing is content with any. */
export function holdsMustHaves(text: string, { phrases, isOneEnough }: MustHaves): boolean {
  if (phrases.length === 0) return true
  const holds = (phrase: string) => holdsPhrase(text, phrase)
  return isOneEnough ? phrases.some(holds) : phrases.every(holds)
}

/** Document name and headings: a passage under one speaks of it. */
export const toTitle = ({ documentName, headingPath }: ModelPassage): string =>
  [documentName, ...headingPath].join('\n')

/**
 * Where a range has to begin so that it holds what the question names, at most two sentences before it.
 *
 * @returns null where it does not, or where something else of that kind is named in between.
 */
export function reachMustHaves(
  passage: ModelPassage,
  { start, end }: SentenceRange,
  { must, header }: { must: MustHaves; header: SentenceRange | null },
): number | null {
  const title = `${toTitle(passage)}\n${header ? passage.text.slice(header.start, header.end) : ''}`
  const holds = (from: number) => holdsMustHaves(`${title}\n${passage.text.slice(from, end)}`, must)
  if (holds(start)) return start
  // The row above a row speaks of something else.
  if (header) return null
  const before = splitSentences(passage.text).filter((sentence) => sentence.end <= start)
  for (const sentence of before.slice(-MAX_STEPS_BACK).toReversed()) {
    const text = passage.text.slice(sentence.start, end)
    const namesOther = findMustHaves(text.replace(/["“”„«»]/g, ' ')).some(
      (other) => !must.phrases.some((phrase) => holdsPhrase(other, phrase) || holdsPhrase(phrase, other)),
    )
    if (namesOther || /\n\s*\n/.test(text)) return null
    if (holds(sentence.start)) return sentence.start
  }
  return null
}
