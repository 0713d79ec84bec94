import type { CitationRow } from '#lib/chat/conversation-repository.ts'
import type { CitationFacts } from '#lib/chat/serializers.ts'
import { findDocumentNames, findMediaTypes, findPageTexts } from '#lib/documents/index.ts'
import type { Tx } from '#lib/platform/db/index.ts'

/** Names, types and page texts that citations are shown with. */
export async function readCitationFacts(
  tx: Tx,
  workspaceId: string,
  citations: readonly CitationRow[],
): Promise<CitationFacts> {
  if (citations.length === 0) return { documentNames: new Map(), mediaTypes: new Map(), pageTexts: new Map() }
  const versionIds = [...new Set(citations.map(({ versionId }) => versionId))]
  const documentNames = await findDocumentNames(tx, workspaceId, [
    ...new Set(citations.map((c) => c.documentId)),
  ])
  const mediaTypes = await findMediaTypes(tx, workspaceId, versionIds)
  const pages = await findPageTexts(tx, workspaceId, citations)
  return {
    documentNames,
    mediaTypes,
    pageTexts: new Map(pages.map(({ versionId, number, text }) => [`${versionId}:${number}`, text])),
  }
}
