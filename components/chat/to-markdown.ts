import type { Citation, Sentence } from '#lib/chat/schema.ts'

/** An answer as Markdown with footnotes: markers at the ends of sentences, numbered sources below. */
export function toMarkdown({
  text,
  sentences,
  citations,
}: {
  text: string
  sentences: readonly Sentence[]
  citations: readonly Citation[]
}): string {
  const byId = new Map(citations.map((citation) => [citation.id, citation]))
  let marked = text
  for (const { end, citationIds } of sentences.toSorted((a, b) => b.end - a.end)) {
    const markers = citationIds.flatMap((id) => byId.get(id)?.marker ?? []).map((marker) => `[^${marker}]`)
    marked = marked.slice(0, end) + markers.join('') + marked.slice(end)
  }
  const sources = citations.map(
    ({ marker, quote, documentName, page }) => `[^${marker}]: “${quote}” ${documentName}, p. ${page}`,
  )
  return sources.length === 0 ? marked : `${marked}\n\n${sources.join('\n')}\n`
}
