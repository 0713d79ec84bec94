import type { Citation, RunEvent, Sentence } from '#lib/chat/schema.ts'
import { buildCitations, type VersionPages } from '#lib/chat/verify/build-citations.ts'
import { type Proof, proveClaim, type Words } from '#lib/chat/verify/verdict.ts'
import type { RetrievedPassage } from '#lib/retrieval/index.ts'
import type { AnswerPiece, Claim } from './claim-cutter.ts'
import { createMarkerBuffer } from './marker-buffer.ts'

/** A passage that was given to the model, with the stored pages it lies on. */
export interface Source {
  readonly passage: RetrievedPassage
  readonly pages: VersionPages
}

export interface AnswerDraft {
  /** Takes what the model wrote next, shows what may be shown and checks each claim as it is complete. */
  push(text: string): void
  /** The model is done. */
  end(): void
  readonly text: string
  readonly sentences: readonly Sentence[]
  readonly citations: readonly Citation[]
}

/**
 * An answer while it is written. Each footnote is checked against the stored text before its event goes out; footnotes
 * are numbered in order of appearance, and the same quote keeps its number.
 *
 * @param sources by marker, as given to the model.
 */
export function createAnswerDraft(
  sources: ReadonlyMap<number, Source>,
  { words, publish }: { words: Words; publish(event: RunEvent): void },
): AnswerDraft {
  const buffer = createMarkerBuffer((marker) => sources.has(marker))
  const sentences: Sentence[] = []
  const citations: Citation[] = []
  const footnotes = new Map<string, Citation[]>()
  /** First half of a surrogate pair whose second half comes with the next text. */
  let half = ''

  return {
    push: (text) => show(buffer.push(clean(text))),
    end: () => show(buffer.end()),
    get text() {
      return buffer.text.trimEnd()
    },
    sentences,
    citations,
  }

  function show(pieces: readonly AnswerPiece[]): void {
    for (const piece of pieces) {
      if (piece.type === 'text') publish({ type: 'delta', text: piece.text })
      else judge(piece.claim)
    }
  }

  function judge(claim: Claim): void {
    const notes = claim.markers.flatMap((marker) => cite(claim, marker))
    const verdict = notes.some((note) => note.verdict === 'exact')
      ? 'exact'
      : notes.length > 0
        ? 'supported'
        : 'unsupported'
    const sentence = {
      start: claim.start,
      end: claim.end,
      verdict,
      citationIds: notes.map(({ id }) => id),
    } as const
    sentences.push({ ...sentence, citationIds: [...new Set(sentence.citationIds)] })
    publish({ type: 'sentence', ...sentence, citationIds: [...new Set(sentence.citationIds)] })
  }

  function cite(claim: Claim, marker: number): Citation[] {
    const source = sources.get(marker)
    const proof = source && proveClaim(claim.text, source.passage, words)
    if (!proof) return []
    const key = toKey(source.passage, proof)
    const known = footnotes.get(key)
    if (known) return known
    const { verdict, ranges } = proof
    const made = buildCitations(source.passage, ranges, {
      pages: source.pages,
      marker: footnotes.size + 1,
      verdict,
    })
    if (made.length === 0) return []
    footnotes.set(key, made)
    citations.push(...made)
    for (const citation of made) publish({ type: 'citation', citation })
    return made
  }

  /** The database takes neither NUL nor half a surrogate pair, and a model's stream may be cut anywhere. */
  function clean(text: string): string {
    const whole = half + text
    half = /[\ud800-\udbff]$/.exec(whole)?.[0] ?? ''
    return whole
      .slice(0, whole.length - half.length)
      .replaceAll('\0', '')
      .toWellFormed()
  }
}

function toKey(passage: RetrievedPassage, { verdict, ranges }: Proof): string {
  return [passage.chunkId, verdict, ...ranges.map(({ start, end }) => `${start}-${end}`)].join(':')
}
