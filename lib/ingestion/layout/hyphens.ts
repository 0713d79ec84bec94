import { type Line, lineText } from './lines.ts'

const WORD = /\p{L}[\p{L}\p{M}'’]*(?:[-‐]\p{L}[\p{L}\p{M}'’]*)*/gu
const BROKEN_END = /(\p{L}[\p{L}\p{M}'’]*)([-\u00ad‐])$/u
const BROKEN_START = /^(\p{Ll}[\p{L}\p{M}'’]*)/u

/** Words of a document with their number, by which a hyphen at the end of a line is judged. */
export class Vocabulary {
  readonly #counts = new Map<string, number>()

  /** Takes in a page; the two halves of a word that may be broken are left out. */
  add(lines: readonly Line[]): void {
    let wasBroken = false
    for (const line of lines) {
      const text = lineText(line).trim().toLowerCase()
      const isBroken = endsWithHyphen(text) && BROKEN_END.test(text)
      const words = text.match(WORD) ?? []
      words.forEach((word, i) => {
        if ((wasBroken && i === 0) || (isBroken && i === words.length - 1)) return
        this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1)
      })
      wasBroken = isBroken
    }
  }

  count(word: string): number {
    return this.#counts.get(word) ?? 0
  }
}

/** What becomes of a line's end: nothing special, halves joined without the hyphen, or joined with it. */
export type Break = 'none' | 'join' | 'keep'

/** English words that form compounds written with a hyphen, and suffixes that they take without one. */
const COMPOUND_HEADS = new Set(
  'self well cross half two three six seven eight twelve twenty thirty fastest best'.split(' '),
)
const COMPOUND_TAILS = new Set(['owned', 'based', 'driven'])
const SUFFIXES = new Set(['ness', 'teen', 'ties'])
const LINKS = new Set(['and', 'of', 'to', 'the', 'in', 'by', 'a', 'off'])
/** English words that form compounds written as one word. */
const CLOSED_HEADS = new Set(
  'work over out up with some any every there where here how what when never after back book home hand head under in on no'.split(
    ' ',
  ),
)
/** Longest word that is looked at before a break. */
const MAX_WORD = 60

/** Decides whether the hyphen at the end of `before` was set by the typesetter or belongs to the word. */
export function judgeHyphen(before: string, after: string, vocabulary: Vocabulary): Break {
  if (!endsWithHyphen(before)) return 'none'
  const end = BROKEN_END.exec(before.slice(-MAX_WORD))
  const start = BROKEN_START.exec(after)
  if (!end?.[1] || !start?.[1]) return 'none'
  if (end[2] === '\u00ad') return 'join'
  const head = end[1].toLowerCase()
  const tail = start[1].toLowerCase()
  const joined = vocabulary.count(head + tail)
  const hyphenated = vocabulary.count(`${head}-${tail}`)
  if (joined > 0 || hyphenated > 0) return joined >= hyphenated ? 'join' : 'keep'
  // A second hyphen in the same word: brick-and-mortar.
  const isWord = (half: string) => half.length > 2 && vocabulary.count(half) > 0
  if (after.charAt(tail.length) === '-' && (isWord(head) || LINKS.has(tail))) return 'keep'
  if (COMPOUND_TAILS.has(tail)) return 'keep'
  if (CLOSED_HEADS.has(head)) return 'join'
  if (COMPOUND_HEADS.has(head)) return tail.length > 3 && !SUFFIXES.has(tail) ? 'keep' : 'join'
  return isWord(head) && isWord(tail) ? 'keep' : 'join'
}

function endsWithHyphen(text: string): boolean {
  const last = text.at(-1)
  return last === '-' || last === '\u00ad' || last === '‐'
}
