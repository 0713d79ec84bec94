import type { Citation } from '#lib/chat/schema.ts'

/**
 * Citations by footnote. What one sentence takes from several places (over a page break, a row of a table and its
 * header) shares a marker: one number, one note, several quotes.
 *
 * @returns the groups in the order of their first citation; never an empty one.
 */
export function groupCitations(citations: readonly Citation[]): [Citation, ...Citation[]][] {
  const groups = new Map<number, [Citation, ...Citation[]]>()
  for (const citation of citations) {
    const group = groups.get(citation.marker)
    if (group) group.push(citation)
    else groups.set(citation.marker, [citation])
  }
  return [...groups.values()]
}

/** Where a footnote opens: at the last quote of its first page, since a table's header comes before its row. */
export function landingOf(citations: readonly [Citation, ...Citation[]]): Citation {
  return citations.findLast(({ page }) => page === citations[0].page) ?? citations[0]
}
