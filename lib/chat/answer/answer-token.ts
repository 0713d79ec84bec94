/** The next piece of what a model writes, decided as far as the stream has come. */
export type AnswerToken =
  /** Shown as it is. */
  | { readonly type: 'text'; readonly text: string }
  /** Punctuation right behind a marker; it still belongs to the claim that the marker ends. */
  | { readonly type: 'trail'; readonly text: string }
  /** White space, and what follows it: the two tell whether a sentence ended. */
  | { readonly type: 'space'; readonly text: string; readonly next: string }
  /** A marker with the white space before it; `isGlued` when words follow without a space of their own. */
  | {
      readonly type: 'marker'
      readonly length: number
      readonly ids: readonly number[]
      readonly space: string
      readonly isGlued: boolean
    }
  /** The line that opens a code block. */
  | { readonly type: 'fence'; readonly text: string; readonly mark: string }
  /** A line of an open code block. */
  | { readonly type: 'code'; readonly text: string; readonly closes: boolean }
  /** Left out: a marker that was never finished, white space at the end. */
  | { readonly type: 'nothing'; readonly length: number }

export interface TokenContext {
  /** The mark of the code block that is open. */
  readonly fence: string | null
  readonly isLineStart: boolean
  /** A marker stands right before, with nothing but punctuation between. */
  readonly isBehindMarker: boolean
  /** Nothing comes any more: what is held has to be decided. */
  readonly isFinal: boolean
}

const MARKER = /^\[\^?(\d{1,3}(?:\s*[,;]\s*\^?\d{1,3})*)\s*\]/
const MARKER_BEGINNING = /^\[(?:\^?(?:\d{1,3}(?:\s*[,;]\s*\^?\d{0,3})*\s*)?)?$/
const FENCE = /^ {0,3}(`{3,}|~{3,})/
const FENCE_BEGINNING = /^ {0,3}(?:`{1,2}|~{1,2})$/
const BLOCK_BEGINNING = /^(?:[-*+•]|\d{1,3}[.)]?|#{1,6}|`{1,2}|~{1,2})$/
const PLAIN = /^[^\s[\\`~。！？]+/u
const CLOSING_PUNCTUATION = /^[.,;:!?)\]"'”’»。！？、，*_]+/u
const MAX_INLINE_CODE = 300

/** The token at the head of `held`, which is not empty; null when more must be seen first. */
export function readToken(held: string, context: TokenContext): AnswerToken | null {
  if (context.fence !== null) return readCodeLine(held, context.fence, context.isFinal)
  if (context.isLineStart) {
    const mark = FENCE.exec(held)?.[1]
    if (mark) return readFence(held, mark, context.isFinal)
    if (FENCE_BEGINNING.test(held) && !context.isFinal) return null
  }
  const space = /^\s+/.exec(held)?.[0] ?? ''
  const rest = held.slice(space.length)
  if (rest === '') return context.isFinal ? { type: 'nothing', length: space.length } : null
  if (rest.startsWith('[')) {
    const marker = readMarker(space, rest, context.isFinal)
    if (marker !== 'text') return marker
  }
  if (space === '') return readText(held, context)
  // A line break, also one that is owed, ends a sentence before a list item or a heading.
  if (BLOCK_BEGINNING.test(rest) && !context.isFinal) return null
  return { type: 'space', text: space, next: rest }
}

/** How much of what is held the token stands for. */
export function lengthOf(token: AnswerToken): number {
  return 'length' in token ? token.length : token.text.length
}

function readCodeLine(held: string, fence: string, isFinal: boolean): AnswerToken | null {
  const line = readLine(held, isFinal)
  if (line === null) return null
  const closes = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}\\s*$`).test(line)
  return { type: 'code', text: line, closes }
}

function readFence(held: string, mark: string, isFinal: boolean): AnswerToken | null {
  const line = readLine(held, isFinal)
  return line === null ? null : { type: 'fence', text: line, mark }
}

/** Up to its break; null while it is being written. */
function readLine(held: string, isFinal: boolean): string | null {
  const end = held.indexOf('\n')
  if (end !== -1) return held.slice(0, end + 1)
  return isFinal ? held : null
}

function readMarker(space: string, rest: string, isFinal: boolean): AnswerToken | null | 'text' {
  const [marker, list] = MARKER.exec(rest) ?? []
  if (marker === undefined || list === undefined) {
    if (!MARKER_BEGINNING.test(rest)) return 'text'
    return isFinal ? { type: 'nothing', length: space.length + rest.length } : null
  }
  const behind = rest.slice(marker.length)
  if (behind === '' && !isFinal) return null
  if (behind.startsWith('(')) return 'text' // a link
  const isGlued = space !== '' && behind !== '' && !/^[\s[]/.test(behind) && !CLOSING_PUNCTUATION.test(behind)
  return {
    type: 'marker',
    length: space.length + marker.length,
    ids: list.split(/\D+/).map(Number),
    space,
    isGlued,
  }
}

function readText(held: string, { isBehindMarker, isFinal }: TokenContext): AnswerToken | null {
  const trail = isBehindMarker ? CLOSING_PUNCTUATION.exec(held)?.[0] : undefined
  if (trail !== undefined) return { type: 'trail', text: trail }
  if (held.startsWith('\\')) {
    return held.length < 2 && !isFinal ? null : { type: 'text', text: held.slice(0, 2) }
  }
  if (held.startsWith('`')) return readInlineCode(held, isFinal)
  return { type: 'text', text: PLAIN.exec(held)?.[0] ?? held.slice(0, 1) }
}

/** Inline code is held until it is closed; a line that ends without closing it had no code. */
function readInlineCode(held: string, isFinal: boolean): AnswerToken | null {
  const ticks = /^`+/.exec(held)?.[0] ?? ''
  if (ticks.length === held.length && !isFinal) return null
  const line = held.split('\n', 1)[0] ?? held
  const close = new RegExp(`(?<!\`)\`{${ticks.length}}(?!\`)`).exec(line.slice(ticks.length))
  const closesAt = close ? ticks.length + close.index + ticks.length : -1
  // Another tick may follow, and the code would go on.
  if (closesAt > 0 && (closesAt < held.length || isFinal))
    return { type: 'text', text: held.slice(0, closesAt) }
  if (line.length === held.length && held.length < MAX_INLINE_CODE && !isFinal) return null
  return { type: 'text', text: ticks }
}
