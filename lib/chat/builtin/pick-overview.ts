import type { ChatRequest, ModelPassage } from '#lib/platform/llm/model.ts'
import { type SentenceRange, splitSentences } from '#lib/retrieval/index.ts'
import type { Excerpt } from './pick-excerpts.ts'

const MAX_DOCUMENTS = 3
const MAX_CHARACTERS = 420
const MIN_WORDS = 5
const SUMMARY_HEADING =
  /^[^\S\n]*(?:#{1,6}\s+)?(?:\d+\.?\s+)?(?:abstract|(?:executive\s+)?summary|overview|introduction|zusammenfassung|r[ée]sum[ée])[^\S\n]*:?[^\S\n]*$/imu

/** How each document begins: the first whole sentences of its summary, where one is to be seen, else of its text. */
export function pickOverview({ passages }: ChatRequest): Excerpt[] {
  return passages
    .toSorted((a, b) => a.marker - b.marker)
    .flatMap((passage) => findOpening(passage) ?? [])
    .slice(0, MAX_DOCUMENTS)
}

function findOpening(passage: ModelPassage): Excerpt | null {
  const heading = SUMMARY_HEADING.exec(passage.text)
  const from = heading ? heading.index + heading[0].length : 0
  return readOpening(passage, from) ?? (from > 0 ? readOpening(passage, 0) : null)
}

function readOpening(passage: ModelPassage, from: number): Excerpt | null {
  const sentences = splitSentences(passage.text).filter(({ start }) => start >= from)
  const first = sentences.findIndex((sentence) => isProse(passage.text, sentence))
  const opening = sentences[first]
  if (!opening) return null
  let { end } = opening
  for (const next of sentences.slice(first + 1)) {
    const isApart = /\n\s*\n/.test(passage.text.slice(end, next.start))
    if (isApart || next.end - opening.start > MAX_CHARACTERS || !isProse(passage.text, next)) break
    end = next.end
  }
  return { passage, start: opening.start, end, leansOnHeading: false, header: null }
}

function isProse(text: string, { start, end }: SentenceRange): boolean {
  const sentence = text.slice(start, end)
  return (
    /^["“‘(]?[\p{L}\p{N}]/u.test(sentence) &&
    /[.!?…。]["”’)]*$/u.test(sentence) &&
    sentence.split(/\s+/).length >= MIN_WORDS
  )
}
