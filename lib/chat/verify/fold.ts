/** A text reduced to its letters and digits, with the way back to where each of them stood. */
export interface Folded {
  readonly text: string
  /** For each UTF-16 unit of `text`: where the raw characters that gave it begin, and end (exclusive). */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

// A letter and the marks that follow it fold as one, so that "é" typed as one or as two code points is the same letter.
const CLUSTER = /[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|\P{M}\p{M}*|\p{M}+/gu
/** Where a link of Markdown leads: no words that anybody reads. */
const TARGET = /(?<=[^\]\n]\])\((?:#|\/|\.{1,2}\/|https?:|mailto:)[^)\s]*\)/gu
const DROPPED = /[^\p{L}\p{N}]/gu

/** Folds `raw`: NFKC, lower case, letters and digits only, without the targets of links. Spaces, hyphens, ligatures and quotation marks stop mattering. */
export function fold(raw: string): Folded {
  const parts: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  // Blanks of the same length keep every place.
  const read = raw.replace(TARGET, (target) => ' '.repeat(target.length))
  for (const match of read.matchAll(CLUSTER)) {
    const folded = match[0].normalize('NFKC').toLowerCase().replace(DROPPED, '')
    if (folded === '') continue
    parts.push(folded)
    for (let unit = 0; unit < folded.length; unit++) {
      starts.push(match.index)
      ends.push(match.index + match[0].length)
    }
  }
  return { text: parts.join(''), starts, ends }
}
