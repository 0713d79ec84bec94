import type { Document } from '#lib/documents/schema.ts'

export type DocumentSort = 'newest' | 'pages'

/** As the server lists them (newest first), or with those first that take most pages. */
export function sortDocuments(documents: readonly Document[], sort: DocumentSort): readonly Document[] {
  if (sort === 'newest') return documents
  return documents.toSorted((a, b) => pagesOf(b) - pagesOf(a))
}

/** A failed document takes none. */
function pagesOf({ status, pageCount }: Document): number {
  return status === 'failed' ? 0 : (pageCount ?? 0)
}
