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

export interface MarkerBuffer {
  /** Takes what the model wrote next; gives what may be shown and which claims are complete, in order. */
  push(text: string): AnswerPiece[]
  /** The model is done: what was held is decided. A half-written marker is dropped. */
  end(): AnswerPiece[]
  /** What has been shown so far: the answer without its markers. */
  readonly text: string
}

const MARKER = /^\[\^?(\d{1,3}(?:\s*[,;]\s*\^?\d{1,3})*)\s*\]/
const MARKER_BEGINNING = /^\[(?:\^?(?:\d{1,3}(?:\s*[,;]\s*\^?\d{0,3})*\s*)?)?$/
const PLAIN = /^[^\s[\\`~。！？]+/u
const MAX_INLINE_CODE = 300
const CLOSING_PUNCTUATION = /^[.,;:!?)\]"'”’»。！？、，*_]+/u

/**
 * Holds back what may become a marker (`[2]`, `[1, 3]`, `[^2]`) until it is one or is not, takes markers out of the
 * text, and cuts the text into claims. A claim ends at its markers (punctuation behind them still belongs to it) or, with
 * none, at the end of its sentence. Code, escaped brackets and links are passed on as they are.
 *
 * @param isKnown whether the model was given a passage of this id; others are dropped.
 */
export function createMarkerBuffer(isKnown: (marker: number) => boolean): MarkerBuffer {
  let shown = ''
  let held = ''
  /** Open code block: the fence that closes it. */
  let fence: string | null = null
  let claimStart = 0
  /** A claim that its markers have ended, while more of them or punctuation may follow. */
  let closing: { end: number; markers: number[] } | null = null
  /** A line break that stood before a marker, owed to the text behind it. */
  let owedBreak = ''
  let pieces: AnswerPiece[] = []

  return {
    push(text) {
      held += text
      return drain(false)
    },
    end() {
      const rest = drain(true)
      closeClaim(shown.trimEnd().length)
      return [...rest, ...takePieces()]
    },
    get text() {
      return shown
    },
  }

  function drain(final: boolean): AnswerPiece[] {
    while (held !== '' && step(final)) {}
    return takePieces()
  }

  function takePieces(): AnswerPiece[] {
    const taken = pieces
    pieces = []
    return taken
  }

  /** Decides the head of what is held. False when more must be seen first. */
  function step(final: boolean): boolean {
    if (fence !== null) return passCode(final)
    if (isLineStart()) {
      const opening = /^ {0,3}(`{3,}|~{3,})/.exec(held)
      const mayOpen = /^ {0,3}(?:`{0,2}|~{0,2})$/.test(held) && held.trim() !== ''
      if (mayOpen && !final) return false
      if (opening?.[1]) return openFence(opening[1], final)
    }
    const space = /^\s+/.exec(held)?.[0] ?? ''
    const rest = held.slice(space.length)
    if (rest === '') return final ? take(space.length, '') : false
    if (rest.startsWith('[')) {
      const decided = passMarker(space, rest, final)
      if (decided !== 'text') return decided === 'done'
    }
    return space === '' ? passText(final) : passSpace(space, rest)
  }

  function passMarker(space: string, rest: string, final: boolean): 'done' | 'wait' | 'text' {
    const marker = MARKER.exec(rest)
    if (!marker?.[1]) {
      if (!MARKER_BEGINNING.test(rest)) return 'text'
      if (!final) return 'wait'
      take(held.length, '')
      return 'done'
    }
    const behind = rest.slice(marker[0].length)
    if (behind === '' && !final) return 'wait'
    if (behind.startsWith('(')) return 'text' // a link
    const ids = marker[1].split(/\D+/).map(Number).filter(isKnown)
    closing ??= { end: shown.length, markers: [] }
    for (const id of ids) if (!closing.markers.includes(id)) closing.markers.push(id)
    if (space.includes('\n')) owedBreak ||= space
    held = behind
    if (
      space !== '' &&
      !/^\s/.test(behind) &&
      behind !== '' &&
      !CLOSING_PUNCTUATION.test(behind) &&
      !behind.startsWith('[')
    ) {
      held = ` ${behind}`
    }
    return 'done'
  }

  function passSpace(space: string, rest: string): boolean {
    const given = owedBreak !== '' && !space.includes('\n') ? owedBreak : space
    owedBreak = ''
    if (closing) closeClaim(closing.end)
    else if (endsSentence(shown.slice(claimStart), given, rest)) closeClaim(shown.length)
    return take(space.length, given)
  }

  function passText(final: boolean): boolean {
    const ended = closing ? CLOSING_PUNCTUATION.exec(held)?.[0] : undefined
    if (closing && ended) {
      take(ended.length, ended)
      closing = { ...closing, end: shown.length }
      return true
    }
    if (closing) closeClaim(closing.end)
    else if (/[。！？]$/.test(shown) && !/^[。！？”’」』）]/u.test(held)) closeClaim(shown.length)
    if (held.startsWith('\\')) {
      if (held.length < 2 && !final) return false
      return take(Math.min(2, held.length), held.slice(0, 2))
    }
    if (held.startsWith('`')) return passInlineCode(final)
    const plain = PLAIN.exec(held)?.[0] ?? held.slice(0, 1)
    return take(plain.length, plain)
  }

  /** Inline code is held until it is closed; a line that ends without closing it had no code. */
  function passInlineCode(final: boolean): boolean {
    const ticks = /^`+/.exec(held)?.[0] ?? ''
    if (ticks.length === held.length && !final) return false
    const line = held.split('\n', 1)[0] ?? held
    const close = new RegExp(`(?<!\`)\`{${ticks.length}}(?!\`)`).exec(line.slice(ticks.length))
    const closesAt = close ? ticks.length + close.index + ticks.length : -1
    if (closesAt > 0 && (closesAt < held.length || final)) return take(closesAt, held.slice(0, closesAt))
    if (line.length === held.length && held.length < MAX_INLINE_CODE && !final) return false
    return take(ticks.length, ticks)
  }

  function openFence(mark: string, final: boolean): boolean {
    const lineEnd = held.indexOf('\n')
    if (lineEnd === -1 && !final) return false
    closeClaim(shown.trimEnd().length)
    fence = mark
    const length = lineEnd === -1 ? held.length : lineEnd + 1
    take(length, held.slice(0, length))
    claimStart = shown.length
    return true
  }

  function passCode(final: boolean): boolean {
    const lineEnd = held.indexOf('\n')
    if (lineEnd === -1 && !final) return false
    const line = lineEnd === -1 ? held : held.slice(0, lineEnd + 1)
    const closes = fence !== null && new RegExp(`^ {0,3}${fence[0]}{${fence.length},}\\s*$`).test(line)
    if (closes) fence = null
    take(line.length, line)
    claimStart = shown.length
    return true
  }

  function isLineStart(): boolean {
    return shown === '' || shown.endsWith('\n')
  }

  function take(length: number, visible: string): true {
    held = held.slice(length)
    if (visible === '') return true
    shown += visible
    const last = pieces.at(-1)
    if (last?.type === 'text') pieces[pieces.length - 1] = { type: 'text', text: last.text + visible }
    else pieces.push({ type: 'text', text: visible })
    return true
  }

  function closeClaim(end: number): void {
    const markers = closing?.markers ?? []
    closing = null
    const start = toClaimStart(shown, claimStart)
    claimStart = Math.max(claimStart, end)
    const text = shown.slice(start, end)
    if (start < end && /[\p{L}\p{N}]/u.test(text) && !/^#{1,6}\s/.test(text)) {
      pieces.push({ type: 'claim', claim: { start, end, text, markers } })
    }
  }
}
