// Passages of whole sentences over a long text, for the figures with "own chunking".
import { type SentenceRange, splitSentences } from '#lib/retrieval/index.ts'

/** Passages of about `size` characters that begin `overlap` characters before the end of the one before. */
export function packSentences(text: string, size = 800, overlap = 120): SentenceRange[] {
  const sentences = splitSentences(text)
  const passages: SentenceRange[] = []
  let first = 0
  while (first < sentences.length) {
    const start = sentences[first]?.start ?? 0
    let last = first
    while ((sentences[last + 1]?.end ?? Number.POSITIVE_INFINITY) - start <= size) last++
    const end = sentences[last]?.end ?? start
    passages.push({ start, end })
    if (last === sentences.length - 1) break
    let next = last + 1
    while (next - 1 > first && end - (sentences[next - 1]?.start ?? 0) <= overlap) next--
    first = next
  }
  return passages
}
