import type { Document } from '#lib/documents/schema.ts'

type Known = Pick<Document, 'id' | 'name' | 'status' | 'failure'>

/** One sentence for each document that came to its end between two looks at the list; empty when none did. */
export function describeNews(before: readonly Known[], after: readonly Known[]): string {
  const known = new Map(before.map(({ id, status }) => [id, status]))
  return after
    .filter(({ id, status }) => known.has(id) && known.get(id) !== status)
    .flatMap(({ name, status, failure }) => {
      if (status === 'ready') return [`${name} is ready.`]
      if (status === 'failed') return [`${name} could not be read. ${failure?.text ?? ''}`.trim()]
      return []
    })
    .join(' ')
}
