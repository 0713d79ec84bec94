'use client'

import { useMemo, useSyncExternalStore } from 'react'
import { usePageUserId, useWorkspace } from '#components/layout/workspace-context.tsx'
import { keptFiles } from './browser-files.ts'
import type { Kept } from './kept-files.ts'
import { useTrashDocument } from './queries.ts'
import { uploadList } from './upload-list.ts'

/** What this browser keeps for the person in a workspace, also what is not decided yet. */
export function useKeptFiles(workspaceId: string): readonly Kept[] {
  const userId = usePageUserId()
  const files = useSyncExternalStore(keptFiles.subscribe, keptFiles.getFiles, keptFiles.getServerFiles)
  return useMemo(
    () => files.filter((kept) => kept.workspaceId === workspaceId && kept.userId === userId),
    [files, workspaceId, userId],
  )
}

/** Sends a kept file again. The failed document that was made of it goes: the new one takes its place. */
export function useSendKept(): (kept: Omit<Kept, 'isStored'>) => void {
  const trash = useTrashDocument(useWorkspace().id)
  return (kept) => {
    uploadList.resend(kept)
    if (kept.documentId === null) return
    void keptFiles.keep({ ...kept, documentId: null })
    trash.mutate(kept.documentId)
  }
}
