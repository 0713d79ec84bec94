'use client'

import type { ReactNode } from 'react'
import { PageOverlay } from './page-overlay.tsx'
import { FILE_STATUSES, MARKS, MATCHES } from './states.ts'
import { UnavailableMessage, ViewerMessage } from './viewer-message.tsx'
import { ViewerToolbar } from './viewer-toolbar.tsx'

const nothing = () => {}
const ZOOM = { value: 1, in: nothing, out: nothing, fit: nothing }
const DOCUMENT = {
  workspaceId: '019c0000-0000-7000-8000-0000000000f1',
  documentId: '019c0000-0000-7000-8000-00000000d0c1',
  versionId: '019c0000-0000-7000-8000-0000000000e1',
  documentName: 'Elderwick annual report, with the notes of the auditors.pdf',
}
const BAR = { ...DOCUMENT, zoom: ZOOM, page: 3, pageCount: 1_204, goTo: nothing, openFind: nothing }

/** The viewer's bar at the widths it has, its messages, and marks on a page: only the active one is strong. */
export function ViewerStates() {
  return (
    <section aria-label="Viewer" className="mb-12 grid grid-cols-[minmax(0,1fr)] gap-6">
      {['100%', '33rem', '19.5rem'].map((width) => (
        <div
          key={width}
          style={{ width }}
          className="@container max-w-full overflow-x-auto border border-rule bg-paper-2"
        >
          <ViewerToolbar {...BAR} position="2 of 3" onPrevious={nothing} onNext={nothing} onClose={nothing} />
        </div>
      ))}
      <Frame>
        <ViewerMessage busy>Opening the file…</ViewerMessage>
      </Frame>
      <Frame>
        <ViewerMessage>This file cannot be shown here. Save it to read it.</ViewerMessage>
      </Frame>
      {FILE_STATUSES.map((status) => (
        <Frame key={status}>
          <UnavailableMessage status={status} onRetry={nothing} />
        </Frame>
      ))}
      <div className="relative h-60 w-96 max-w-full bg-white">
        <PageOverlay page={1} marks={MARKS} matches={MATCHES} activeId="b" />
      </div>
    </section>
  )
}

function Frame({ children }: { children: ReactNode }) {
  return <div className="border border-rule bg-paper-2">{children}</div>
}
