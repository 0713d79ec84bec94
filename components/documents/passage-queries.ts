import { queryOptions, useMutation } from '@tanstack/react-query'
import { api } from '#lib/api-client/index.ts'
import { quoteSchema } from '#lib/billing/schema.ts'
import { type ChunkSize, documentSchema } from '#lib/documents/schema.ts'
import { useRefreshDocuments } from './queries.ts'

/** Asked anew so long before a price ends: nobody agrees to one that is gone. */
const MARGIN_MS = 30_000

/** What another length of passages costs, for as long as somebody looks at it. */
export const reindexQuoteQuery = (workspaceId: string, documentId: string, chunkSize: ChunkSize) =>
  queryOptions({
    queryKey: ['quotes', 'reindex', workspaceId, documentId, chunkSize],
    queryFn: ({ signal }) =>
      api.post('/api/quotes', {
        body: { action: 'reindex', documentId, chunkSize },
        schema: quoteSchema,
        workspaceId,
        signal,
      }),
    // A quote is used once: whoever opens the dialog again asks again.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) =>
      state.data ? Math.max(1_000, Date.parse(state.data.expiresAt) - Date.now() - MARGIN_MS) : false,
  })

/**
 * Runs under the quote; sent again, it is the same re-index.
 *
 * @param onTaken called here and not at `mutate`: what has called that may be gone once the documents are known anew.
 */
export function useReindexDocument(workspaceId: string, onTaken: () => void) {
  const refresh = useRefreshDocuments()
  return useMutation({
    mutationFn: ({
      documentId,
      chunkSize,
      quoteId,
    }: {
      documentId: string
      chunkSize: ChunkSize
      quoteId?: string
    }) =>
      api.post(`/api/documents/${documentId}/reindex`, {
        body: { chunkSize, ...(quoteId ? { quoteId } : {}) },
        idempotencyKey: quoteId ?? crypto.randomUUID(),
        schema: documentSchema,
        workspaceId,
      }),
    onSuccess: onTaken,
    onSettled: refresh,
  })
}
