import type { Citation, Sentence } from '#lib/chat/schema.ts'
import { groupCitations } from './group-citations.ts'

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
    const markers = new Set(citationIds.flatMap((id) => byId.get(id)?.marker ?? []))
    marked = marked.slice(0, end) + [...markers].map((marker) => `[^${marker}]`).join('') + marked.slice(end)
  }
  const sources = groupCitations(citations).map((parts) => {
    const places = parts.map(({ quote, documentName, page }) => `“${quote}” ${documentName}, p. ${page}`)
    return `[^${parts[0].marker}]: ${places.join(' … ')}`
  })
  return sources.length === 0 ? marked : `${marked}\n\n${sources.join('\n')}\n`
}
