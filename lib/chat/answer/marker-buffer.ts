import { lengthOf, readToken } from './answer-token.ts'
import { type AnswerPiece, ClaimCutter } from './claim-cutter.ts'

export interface MarkerBuffer {
  /** Takes what the model wrote next; gives what may be shown and which claims are complete, in order. */
  push(text: string): AnswerPiece[]
  /** The model is done: what was held is decided. A half-written marker is dropped. */
  end(): AnswerPiece[]
  /** What has been shown so far: the answer without its markers. */
  readonly text: string
}

/**
 * Holds back what may become a marker (`[2]`, `[1, 3]`, `[^2]`) until it is one or is not, takes markers out of the
 * text, and cuts the text into claims. Code, escaped brackets and links are passed on as they are.
 *
 * @param isKnown whether the model was given a passage of this id; others are dropped.
 */
export function createMarkerBuffer(isKnown: (marker: number) => boolean): MarkerBuffer {
  const cutter = new ClaimCutter()
  let held = ''
  let fence: string | null = null

  return {
    push(text) {
      held += text
      drain(false)
      return cutter.takePieces()
    },
    end() {
      drain(true)
      cutter.end()
      return cutter.takePieces()
    },
    get text() {
      return cutter.text
    },
  }

  function drain(isFinal: boolean): void {
    while (held !== '') {
      const { isLineStart, isBehindMarker } = cutter
      const token = readToken(held, { fence, isLineStart, isBehindMarker, isFinal })
      if (token === null) return
      held = held.slice(lengthOf(token))
      if (token.type === 'marker' && token.isGlued) held = ` ${held}`
      if (token.type === 'fence') fence = token.mark
      if (token.type === 'code' && token.closes) fence = null
      cutter.add(token.type === 'marker' ? { ...token, ids: token.ids.filter(isKnown) } : token)
    }
  }
}
