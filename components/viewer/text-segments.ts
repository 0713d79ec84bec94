export interface MarkedRange {
  readonly id: string
  readonly kind: 'mark' | 'match'
  readonly marker?: number
  readonly charStart: number
  readonly charEnd: number
}

export interface TextSegment {
  readonly start: number
  readonly text: string
  /** The range that the segment is drawn as; a citation wins over a search hit. */
  readonly range: MarkedRange | null
  /** Whether it is the first segment of its range. */
  readonly first: boolean
}

/** Cuts a text at the edges of its marked ranges. The segments joined are the text. */
export function toSegments(text: string, ranges: readonly MarkedRange[]): TextSegment[] {
  const clamp = (at: number) => Math.min(Math.max(at, 0), text.length)
  const edges = new Set([0, text.length])
  for (const range of ranges) edges.add(clamp(range.charStart)).add(clamp(range.charEnd))
  const cuts = [...edges].sort((a, b) => a - b)
  const seen = new Set<string>()
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] ?? text.length
    const range = findRange(ranges, start, end)
    const first = range !== null && !seen.has(range.id)
    if (range) seen.add(range.id)
    return { start, text: text.slice(start, end), range, first }
  })
}

function findRange(ranges: readonly MarkedRange[], start: number, end: number): MarkedRange | null {
  const over = ranges.filter((range) => range.charStart <= start && range.charEnd >= end)
  return over.find((range) => range.kind === 'mark') ?? over[0] ?? null
}
