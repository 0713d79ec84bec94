import type { AnswerToken } from './answer-token.ts'
import { endsSentence, toClaimStart } from './claim-bounds.ts'

/** A stretch of the answer that stands or falls as one: a sentence, or the part of one before its marker. */
export interface Claim {
  /** Range in the visible text, end exclusive. */
  readonly start: number
  readonly end: number
  readonly text: string
  /** Ids of passages the model named for it; only ids that were given to it, each once. */
  readonly markers: readonly number[]
}

export type AnswerPiece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'claim'; readonly claim: Claim }

/**
 * Makes the visible text out of tokens and cuts it into claims. A claim ends at its markers (punctuation behind them
 * still belongs to it) or, with none, at the end of its sentence.
 */
export class ClaimCutter {
  text = ''
  #claimStart = 0
  /** A claim that its markers have ended, while more of them or punctuation may follow. */
  #closing: { end: number; markers: number[] } | null = null
  /** A line break that stood before a marker, owed to the text behind it. */
  #owedBreak = ''
  #pieces: AnswerPiece[] = []

  get isBehindMarker(): boolean {
    return this.#closing !== null
  }

  get isLineStart(): boolean {
    return this.text === '' || this.text.endsWith('\n')
  }

  add(token: AnswerToken): void {
    if (token.type === 'text') this.#addText(token.text)
    else if (token.type === 'trail') this.#addTrail(token.text)
    else if (token.type === 'space') this.#addSpace(token.text, token.next)
    else if (token.type === 'marker') this.#addMarker(token.ids, token.space)
    else if (token.type === 'fence') this.#addCode(token.text, { opens: true })
    else if (token.type === 'code') this.#addCode(token.text, { opens: false })
  }

  /** What has become certain since the last call, in order. */
  takePieces(): AnswerPiece[] {
    const taken = this.#pieces
    this.#pieces = []
    return taken
  }

  end(): void {
    this.#closeClaim(this.text.trimEnd().length)
  }

  #addText(text: string): void {
    if (this.#closing) this.#closeClaim(this.#closing.end)
    // Sentences of Chinese and Japanese end without a space.
    else if (/[。！？]$/.test(this.text) && !/^[。！？”’」』）]/u.test(text))
      this.#closeClaim(this.text.length)
    this.#show(text)
  }

  #addTrail(text: string): void {
    this.#show(text)
    if (this.#closing) this.#closing = { ...this.#closing, end: this.text.length }
  }

  #addSpace(space: string, next: string): void {
    const given = this.#owedBreak !== '' && !space.includes('\n') ? this.#owedBreak : space
    this.#owedBreak = ''
    if (this.#closing) this.#closeClaim(this.#closing.end)
    else if (endsSentence(this.text.slice(this.#claimStart), given, next)) this.#closeClaim(this.text.length)
    this.#show(given)
  }

  #addMarker(ids: readonly number[], space: string): void {
    const { end, markers } = this.#closing ?? { end: this.text.length, markers: [] }
    this.#closing = { end, markers: [...new Set([...markers, ...ids])] }
    if (space.includes('\n')) this.#owedBreak ||= space
  }

  #addCode(text: string, { opens }: { opens: boolean }): void {
    if (opens) this.#closeClaim(this.text.trimEnd().length)
    this.#show(text)
    this.#claimStart = this.text.length
  }

  #show(text: string): void {
    this.text += text
    const last = this.#pieces.at(-1)
    if (last?.type === 'text')
      this.#pieces[this.#pieces.length - 1] = { type: 'text', text: last.text + text }
    else this.#pieces.push({ type: 'text', text })
  }

  #closeClaim(end: number): void {
    const markers = this.#closing?.markers ?? []
    this.#closing = null
    const start = toClaimStart(this.text, this.#claimStart)
    this.#claimStart = Math.max(this.#claimStart, end)
    const text = this.text.slice(start, end)
    if (start < end && /[\p{L}\p{N}]/u.test(text) && !/^#{1,6}\s/.test(text))
      this.#pieces.push({ type: 'claim', claim: { start, end, text, markers } })
  }
}
