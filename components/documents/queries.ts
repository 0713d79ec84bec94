import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#lib/api-client/index.ts'
import { type Document, documentPageSchema, documentSchema } from '#lib/documents/schema.ts'
import { isReindexing } from './passage-length.ts'

/** While something is being read, the list is asked once a second. */
const POLL_MS = 1000
const PAGE_SIZE = 200

/** Whether a document is on its way: only then is it worth asking again. */
export function isInProgress(document: Document): boolean {
  return document.status === 'queued' || document.status === 'processing' || isReindexing(document)
}

export const documentListQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['documents', 'list', workspaceId],
    queryFn: ({ signal }) =>
      api.get('/api/documents', {
        query: { limit: PAGE_SIZE },
        schema: documentPageSchema,
        workspaceId,
        signal,
      }),
    refetchInterval: ({ state }) => (state.data?.items.some(isInProgress) ? POLL_MS : false),
    placeholderData: keepPreviousData,
  })

export const documentQuery = (workspaceId: string, documentId: string) =>
  queryOptions({
    queryKey: ['documents', 'one', workspaceId, documentId],
    queryFn: ({ signal }) =>
      api.get(`/api/documents/${documentId}`, { schema: documentSchema, workspaceId, signal }),
    refetchInterval: ({ state }) => (state.data && isInProgress(state.data) ? POLL_MS : false),
  })

/** Documents change the meters too: both are asked anew. */
export function useRefreshDocuments(): () => Promise<void> {
  const queryClient = useQueryClient()
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ['documents'] }),
      queryClient.invalidateQueries({ queryKey: ['me'] }),
    ])
  }
}

/** Out of the list at once; back when the server refuses. */
export function useTrashDocument(workspaceId: string) {
  const queryClient = useQueryClient()
  const refresh = useRefreshDocuments()
  const { queryKey } = documentListQuery(workspaceId)
  return useMutation({
    mutationFn: (documentId: string) => api.delete(`/api/documents/${documentId}`, { workspaceId }),
    onMutate: async (documentId) => {
      await queryClient.cancelQueries({ queryKey })
      const before = queryClient.getQueryData(queryKey)
      queryClient.setQueryData(queryKey, (page) =>
        page ? { ...page, items: page.items.filter(({ id }) => id !== documentId) } : page,
      )
      return before
    },
    onError: (_error, _documentId, before) => queryClient.setQueryData(queryKey, before),
    onSettled: refresh,
  })
}

function useDocumentAction(workspaceId: string, action: 'restore' | 'retry') {
  const refresh = useRefreshDocuments()
  return useMutation({
    mutationFn: (documentId: string) =>
      api.post(`/api/documents/${documentId}/${action}`, { schema: documentSchema, workspaceId }),
    onSettled: refresh,
  })
}

export const useRestoreDocument = (workspaceId: string) => useDocumentAction(workspaceId, 'restore')
export const useRetryDocument = (workspaceId: string) => useDocumentAction(workspaceId, 'retry')

export function useRenameDocument(workspaceId: string) {
  const refresh = useRefreshDocuments()
  return useMutation({
    mutationFn: ({ documentId, name }: { documentId: string; name: string }) =>
      api.patch(`/api/documents/${documentId}`, { body: { name }, schema: documentSchema, workspaceId }),
    onSettled: refresh,
  })
}
