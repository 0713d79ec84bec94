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
  // Both halves are words of the document and neither is a mere syllable: a compound.
  const isCompound =
    head.length > 3 && tail.length > 3 && vocabulary.count(head) > 0 && vocabulary.count(tail) > 0
  return isCompound ? 'keep' : 'join'
}

function endsWithHyphen(text: string): boolean {
  const last = text.at(-1)
  return last === '-' || last === '\u00ad' || last === '‐'
}
