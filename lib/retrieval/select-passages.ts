import { DIVERSITY_SHARE, MAX_PER_DOCUMENT } from './parameters.ts'

interface Located {
  documentId: string
  versionId: string
  ordinal: number
  text: string
  pageStart: number
  charStart: number
  pageEnd: number
  charEnd: number
  score: number
}

/**
 * The best `limit` passages, where one document gives at most five while others have passages of half the best score.
 * Order is kept; what was held back fills the places that stay free.
 */
export function diversify<P extends Located>(ranked: readonly P[], limit: number): P[] {
  const floor = (ranked[0]?.score ?? 0) * DIVERSITY_SHARE
  const taken = new Map<string, number>()
  const first: P[] = []
  const held: P[] = []
  for (const passage of ranked) {
    const count = taken.get(passage.documentId) ?? 0
    taken.set(passage.documentId, count + 1)
    if (count >= MAX_PER_DOCUMENT || passage.score < floor) held.push(passage)
    else first.push(passage)
  }
  return [...first, ...held].slice(0, limit).sort((a, b) => ranked.indexOf(a) - ranked.indexOf(b))
}

/**
 * Joins passages that overlap or touch on the page into one, so that a model reads each character once and a quote may
 * cross the seam. The joined passage keeps id, ordinal, score and place of its best part; its text is again exactly
 * the canonical text of its range.
 */
export function joinNeighbours<P extends Located>(passages: readonly P[]): P[] {
  const joined: P[] = []
  for (const passage of passages) {
    let merged = passage
    for (let at = joined.length - 1; at >= 0; at--) {
      const other = joined[at]
      const union = other && joinPair(other, merged)
      if (!union) continue
      joined.splice(at, 1)
      merged = { ...(union.best === other ? other : merged), ...union.range }
    }
    insertByScore(joined, merged)
  }
  return joined
}

function insertByScore<P extends Located>(list: P[], passage: P): void {
  const at = list.findIndex(({ score }) => score < passage.score)
  list.splice(at === -1 ? list.length : at, 0, passage)
}

function joinPair<P extends Located>(a: P, b: P) {
  if (a.versionId !== b.versionId) return null
  const [first, second] = isBefore(a, b) ? [a, b] : [b, a]
  const text = joinTexts(first, second)
  if (text === null) return null
  const end = isEndBefore(first, second) ? second : first
  const range = {
    text,
    pageStart: first.pageStart,
    charStart: first.charStart,
    pageEnd: end.pageEnd,
    charEnd: end.charEnd,
  }
  return { best: a.score >= b.score ? a : b, range }
}

/** Only ranges whose seam lies on one page are joined: there, offsets alone tell the overlap. */
function joinTexts(first: Located, second: Located): string | null {
  if (second.pageStart !== first.pageEnd || second.charStart > first.charEnd) return null
  const overlap = first.charEnd - second.charStart
  if (overlap > first.text.length) return null
  if (overlap >= second.text.length) return first.text
  if (!first.text.endsWith(second.text.slice(0, overlap))) return null
  return first.text + second.text.slice(overlap)
}

function isBefore(a: Located, b: Located): boolean {
  return a.pageStart < b.pageStart || (a.pageStart === b.pageStart && a.charStart <= b.charStart)
}

function isEndBefore(a: Located, b: Located): boolean {
  return a.pageEnd < b.pageEnd || (a.pageEnd === b.pageEnd && a.charEnd < b.charEnd)
}
