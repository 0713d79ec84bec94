'use client'

import { useCallback, useLayoutEffect, useState } from 'react'
import { usePageUserId, useWorkspace } from '#components/layout/workspace-context.tsx'
import { readDraft, writeDraft } from './drafts.ts'

/** A question while it is written: it outlives reloads and other pages, until it is asked. */
export function useDraft(conversationId: string | null): [string, (text: string) => void] {
  const { id: workspaceId } = useWorkspace()
  const userId = usePageUserId()
  const [text, setText] = useState('')
  // After the first drawing, since the server knows no drafts; before it is shown.
  useLayoutEffect(() => {
    const kept = readDraft({ userId, workspaceId, conversationId })
    if (kept) setText((written) => written || kept)
  }, [userId, workspaceId, conversationId])
  const change = useCallback(
    (next: string) => {
      setText(next)
      writeDraft({ userId, workspaceId, conversationId }, next)
    },
    [userId, workspaceId, conversationId],
  )
  return [text, change]
}
