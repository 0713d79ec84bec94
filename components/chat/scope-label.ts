import type { Scope } from '#lib/chat/schema.ts'

interface Named {
  id: string
  name: string
}

/** "all 12 documents", "bitcoin-paper.pdf", "bitcoin-paper.pdf and 2 more". */
export function toScopeLabel(scope: Scope, documents: readonly Named[]): string {
  const ids = scope.documentIds
  if (!ids)
    return documents.length === 1 ? (documents[0]?.name ?? '1 document') : `all ${documents.length} documents`
  const first = documents.find(({ id }) => id === ids[0])?.name ?? 'a deleted document'
  return ids.length === 1 ? first : `${first} and ${ids.length - 1} more`
}

/** How many documents a question looks into. */
export function countScope(scope: Scope, documents: readonly Named[]): number {
  return scope.documentIds?.length ?? documents.length
}
