'use client'

import { EmptyState } from '#components/ui/empty-state.tsx'
import { AddFilesButton } from './add-files-button.tsx'
import { RoomLeft } from './room-left.tsx'
import { SampleButton } from './sample-button.tsx'

export function NoDocuments({ workspaceId }: { workspaceId: string }) {
  return (
    <EmptyState
      title="Add the first document"
      action={
        <>
          <AddFilesButton />
          <SampleButton workspaceId={workspaceId} />
        </>
      }
    >
      <p>PDF, Markdown and plain text are read. Drop files here, or try it on a sample report first.</p>
      <p className="mt-1">
        <RoomLeft workspaceId={workspaceId} />
      </p>
    </EmptyState>
  )
}
