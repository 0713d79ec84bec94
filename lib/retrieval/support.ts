import { countNegations, quotesNumbers, readNumbers } from './facts.ts'
import { SUPPORT_SHARE } from './parameters.ts'
import { type SentenceRange, splitSentences } from './sentences.ts'
import { STOP_WORDS } from './stop-words.ts'
import { toAllWords, toStem, toWords } from './terms.ts'

export interface SupportSource {
  /** Document name and headings: names may stand there, weight and numbers may not. */
  title: string
  text: string
}

/** idf of words; from `retrieve` or `readTermWeights`. */
export interface SupportWeights {
  termWeights: ReadonlyMap<string, number>
  unseenWeight: number
}

export type SupportFailure = 'weight' | 'number' | 'name' | 'negation'

export interface Support {
  supported: boolean
  /** The two neighbouring sentences (or the one) that hold most of the claim, as a range of the text. */
  window: SentenceRange | null
  /** Share of the claim's idf in the window, 0 to 1. */
  share: number
  /** What was missing; null when the claim is supported. */
  failure: SupportFailure | null
}

const NAME = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}'’-]*/gu

/**
 * Whether a passage supports a claim that is not verbatim in it: the best window of two neighbouring sentences holds at
 * least .6 of the claim's idf and every number with its unit, the passage every name, and the claim denies no more than
 * the nearest sentence of it. It cannot see a wrong relation between right things ("A bought B" for "B bought A"), so what
 * passes is called supported, never exact.
 */
export function assessSupport(claim: string, source: SupportSource, weights: SupportWeights): Support {
  const stems = [...new Set(toWords(claim).map(toStem))]
  const weightOf = (stem: string) => weights.termWeights.get(stem) ?? weights.unseenWeight
  const total = stems.reduce((sum, stem) => sum + weightOf(stem), 0)
  if (total === 0) return { supported: false, window: null, share: 0, failure: 'weight' }

  let best: Support = { supported: false, window: null, share: 0, failure: 'weight' }
  for (const window of listWindows(source.text)) {
    const text = source.text.slice(window.start, window.end)
    const held = new Set(toWords(text).map(toStem))
    const share = stems.reduce((sum, stem) => sum + (held.has(stem) ? weightOf(stem) : 0), 0) / total
    const failure = findFailure(claim, text, source, share)
    if (isBetter({ share, failure, window }, best))
      best = { supported: failure === null, window, share, failure }
  }
  return best
}

/** Supported ones first, then the larger share, then the shorter window. */
function isBetter(
  next: { share: number; failure: SupportFailure | null; window: SentenceRange },
  best: Support,
): boolean {
  if ((next.failure === null) !== best.supported) return next.failure === null
  if (next.share !== best.share) return next.share > best.share
  return best.window !== null && next.window.end - next.window.start < best.window.end - best.window.start
}

/** Each sentence alone, and each with the one after it. */
function listWindows(text: string): SentenceRange[] {
  const sentences = splitSentences(text)
  return sentences.flatMap((sentence, at) => {
    const next = sentences[at + 1]
    return next ? [sentence, { start: sentence.start, end: next.end }] : [sentence]
  })
}

function findFailure(
  claim: string,
  window: string,
  source: SupportSource,
  share: number,
): SupportFailure | null {
  if (share < SUPPORT_SHARE) return 'weight'
  if (!quotesNumbers(readNumbers(claim), readNumbers(window))) return 'number'
  const held = new Set(toAllWords(`${source.title}\n${source.text}`).map(toStem))
  if (!readNames(claim).every((stem) => held.has(stem))) return 'name'
  return countNegations(claim) > countNegations(findNearestSentence(claim, window)) ? 'negation' : null
}

/** The sentence that shares most words with the claim: a denial in the one beside it denies something else. */
function findNearestSentence(claim: string, window: string): string {
  const claimed = new Set(toWords(claim).map(toStem))
  const sentences = splitSentences(window).map(({ start, end }) => window.slice(start, end))
  const shared = (sentence: string) =>
    new Set(
      toWords(sentence)
        .map(toStem)
        .filter((stem) => claimed.has(stem)),
    ).size
  return sentences.reduce(
    (best, sentence) => (shared(sentence) > shared(best) ? sentence : best),
    sentences[0] ?? '',
  )
}

/** Stems of capitalised words. The first word of a sentence counts only when the next one is capitalised too. */
function readNames(claim: string): string[] {
  const openings = new Set(
    splitSentences(claim).map(
      ({ start }) => start + (/^[^\p{L}\p{N}]*/u.exec(claim.slice(start))?.[0].length ?? 0),
    ),
  )
  return [...claim.matchAll(NAME)]
    .filter(
      ({ 0: name, index }) => !openings.has(index) || /^\s+\p{Lu}/u.test(claim.slice(index + name.length)),
    )
    .flatMap(({ 0: name }) => toAllWords(name))
    .filter((word) => !STOP_WORDS.has(word))
    .map(toStem)
}
