import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { Document } from '#lib/documents/schema.ts'
import { documentListQuery, useRefreshDocuments } from './queries.ts'
import { type UploadRow, uploadList } from './upload-list.ts'

/** The files of a workspace that are on their way; what becomes a document is put into the list at once. */
export function useUploads(workspaceId: string): readonly UploadRow[] {
  const rows = useSyncExternalStore(uploadList.subscribe, uploadList.getRows, uploadList.getServerRows)
  const queryClient = useQueryClient()
  const refresh = useRefreshDocuments()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the refresh function is new on each render and does the same
  useEffect(() => {
    const { queryKey } = documentListQuery(workspaceId)
    const place = (document: Document) => {
      queryClient.setQueryData(queryKey, (page) =>
        page
          ? { ...page, items: [document, ...page.items.filter(({ id }) => id !== document.id)] }
          : { items: [document], nextCursor: null },
      )
      void refresh()
    }
    return uploadList.onDocument(place)
  }, [queryClient, workspaceId])
  return rows.filter((row) => row.workspaceId === workspaceId)
}
