import { queryOptions } from '@tanstack/react-query'
import { api } from '#lib/api-client/index.ts'
import { canonicalPageSchema, matchesSchema } from '#lib/documents/schema.ts'

interface VersionRef {
  readonly workspaceId: string
  readonly documentId: string
  readonly versionId: string
}

/** Where the original bytes of a version are read from; for ranges and for saving. */
export function toFileUrl({ workspaceId, documentId, versionId }: VersionRef, download = false): string {
  const query = new URLSearchParams({ ws: workspaceId, versionId, ...(download ? { download: 'true' } : {}) })
  return `/api/documents/${documentId}/file?${query}`
}

/** One page of canonical text; versions never change, so it stays fresh. */
export const canonicalPageQuery = (version: VersionRef, number: number) =>
  queryOptions({
    queryKey: ['documents', 'page', version.workspaceId, version.documentId, version.versionId, number],
    queryFn: ({ signal }) =>
      api.get(`/api/documents/${version.documentId}/pages/${number}`, {
        query: { versionId: version.versionId },
        schema: canonicalPageSchema,
        workspaceId: version.workspaceId,
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Where `text` stands in a version; nothing is asked for an empty one. */
export const matchesQuery = (version: VersionRef, text: string) =>
  queryOptions({
    queryKey: ['documents', 'matches', version.workspaceId, version.documentId, version.versionId, text],
    queryFn: ({ signal }) =>
      api.get(`/api/documents/${version.documentId}/matches`, {
        query: { versionId: version.versionId, q: text },
        schema: matchesSchema,
        workspaceId: version.workspaceId,
        signal,
      }),
    enabled: text !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
