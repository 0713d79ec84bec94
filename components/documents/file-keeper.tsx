'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { usePaywall } from '#components/billing/paywall.tsx'
import { isWall } from '#components/billing/wall.ts'
import { toProblem } from '#components/layout/problem-text.ts'
import { usePageUserId, useWorkspace } from '#components/layout/workspace-context.tsx'
import { ApiProblem } from '#lib/api-client/index.ts'
import type { Document } from '#lib/documents/schema.ts'
import { keptFiles } from './browser-files.ts'
import { decideKept, type Kept } from './kept-files.ts'
import { documentListQuery } from './queries.ts'
import { type UploadRow, uploadList } from './upload-list.ts'
import { useKeptFiles, useSendKept } from './use-kept-files.ts'
import { useUploads } from './use-uploads.ts'

/** Keeps what the plan does not take: at the door, or when its pages have been counted. Draws nothing. */
export function FileKeeper() {
  const { id: workspaceId } = useWorkspace()
  const userId = usePageUserId()
  const uploads = useUploads(workspaceId)
  const kept = useKeptFiles(workspaceId)
  const documents = useQuery(documentListQuery(workspaceId)).data
  const openPaywall = usePaywall()
  const send = useSendKept()

  const tell = (file: Kept | Omit<Kept, 'isStored'>) => {
    if (!file.refusal || isBusy()) return
    openPaywall({
      error: new ApiProblem(file.refusal),
      blocked: { what: 'files', names: [file.file.name] },
      onResume: () => send(file),
    })
  }
  const keepRefused = useEffectEvent(({ id, file, keptId, error }: UploadRow) => {
    const refused = {
      id: keptId ?? crypto.randomUUID(),
      userId,
      workspaceId,
      file,
      keptAt: Date.now(),
      refusal: toProblem(error),
      documentId: null,
    }
    void keptFiles.keep(refused)
    uploadList.remove(id)
    tell(refused)
  })
  const keepSent = useEffectEvent((document: Document, { file, keptId, ...row }: UploadRow) => {
    if (row.workspaceId !== workspaceId) return
    if (document.status === 'ready') return keptId ? keptFiles.remove(keptId) : undefined
    const id = keptId ?? crypto.randomUUID()
    const sent = { id, userId, workspaceId, file, keptAt: Date.now(), refusal: null, documentId: document.id }
    return keptFiles.keep(sent)
  })
  const settle = useEffectEvent((file: Kept, document: Document | undefined) => {
    const decision = document ? decideKept(document) : 'release'
    if (decision === null || (decision !== 'release' && file.refusal)) return
    if (decision === 'release') return void keptFiles.remove(file.id)
    const refused = { ...file, ...decision }
    void keptFiles.keep(refused)
    tell(refused)
  })

  useEffect(() => {
    void keptFiles.load({ userId, workspaceId })
  }, [userId, workspaceId])
  useEffect(() => uploadList.onDocument((document, row) => void keepSent(document, row)), [])
  useEffect(() => {
    for (const row of uploads) if (row.state === 'failed' && isWall(toProblem(row.error))) keepRefused(row)
  }, [uploads])
  useEffect(() => {
    // Of a list with further pages, what is not in it may still be there.
    if (!documents || documents.nextCursor !== null) return
    for (const file of kept)
      if (file.documentId !== null)
        settle(
          file,
          documents.items.find(({ id }) => id === file.documentId),
        )
  }, [kept, documents])
  return null
}

/** Whether somebody writes or answers a dialog: then nothing steps in between, and the row in the list says it all. */
function isBusy(): boolean {
  const { activeElement } = document
  const isWriting =
    (activeElement instanceof HTMLTextAreaElement || activeElement instanceof HTMLInputElement) &&
    activeElement.value !== ''
  return isWriting || document.querySelector('[role="menu"]') !== null
}
