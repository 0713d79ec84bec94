// Metrics of a ranking; each is a mean over questions, computed as docs/benchmarks.md says.

/** A range of a document, end exclusive. */
export interface Span {
  doc: string
  start: number
  end: number
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0
}

/** Discounted gain of the first ten ÷ that of the best order (Järvelin & Kekäläinen 2002), the grade as gain. */
export function ndcgAt10(ranked: readonly string[], relevant: ReadonlyMap<string, number>): number {
  const gain = (grades: readonly number[]) =>
    grades.slice(0, 10).reduce((sum, grade, at) => sum + grade / Math.log2(at + 2), 0)
  const ideal = gain([...relevant.values()].toSorted((a, b) => b - a))
  return ideal === 0 ? 0 : gain(ranked.map((id) => relevant.get(id) ?? 0)) / ideal
}

export function recallAt(
  k: number,
  ranked: readonly string[],
  relevant: ReadonlyMap<string, number>,
): number {
  return ranked.slice(0, k).filter((id) => relevant.has(id)).length / relevant.size
}

/** Share of the evidence's characters that the context holds. 1 within a thousandth counts as full. */
export function evidenceRecall(context: readonly Span[], evidence: readonly Span[]): number {
  const gold = mergeSpans(evidence)
  const total = gold.reduce((sum, { start, end }) => sum + end - start, 0)
  let held = 0
  for (const a of mergeSpans(context)) {
    for (const b of gold) {
      if (a.doc === b.doc) held += Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start))
    }
  }
  return total === 0 ? 0 : held / total
}

/**
 * The first passages that fit into `budget` characters; the last one is cut. Characters that are there already cost
 * nothing: overlapping passages are joined before a model reads them.
 */
export function takeContext(ranked: readonly Span[], budget: number): Span[] {
  const context: Span[] = []
  let left = budget
  for (const span of ranked) {
    const fresh = countCharacters([...context, span]) - countCharacters(context)
    context.push({ ...span, end: span.end - Math.max(0, fresh - left) })
    left -= fresh
    if (left <= 0) break
  }
  return context
}

function countCharacters(spans: readonly Span[]): number {
  return mergeSpans(spans).reduce((sum, { start, end }) => sum + end - start, 0)
}

function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const span of spans.toSorted((a, b) => (a.doc < b.doc ? -1 : a.doc > b.doc ? 1 : a.start - b.start))) {
    const last = merged.at(-1)
    if (last && last.doc === span.doc && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else merged.push({ ...span })
  }
  return merged
}

/** A quote hits when it contains a right answer as whole words, letters and digits only. */
export function isHit(quotes: readonly string[], answers: readonly { text: string }[]): boolean {
  const texts = quotes.map((quote) => ` ${normalise(quote)} `)
  return answers.some((answer) => texts.some((text) => text.includes(` ${normalise(answer.text)} `)))
}

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’]/g, "'")
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
