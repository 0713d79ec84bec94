'use client'

import dynamic from 'next/dynamic'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { FindBar } from './find-bar.tsx'
import { toFileUrl } from './queries.ts'
import { TextPages } from './text-pages.tsx'
import type { ViewerMark, ViewerTarget } from './types.ts'
import { useFind } from './use-find.ts'
import { useViewerKeys } from './use-viewer-keys.ts'
import { useZoom } from './use-zoom.ts'
import { ViewerMessage } from './viewer-message.tsx'
import { ViewerToolbar } from './viewer-toolbar.tsx'

// pdf.js is a megabyte and works in the browser only; it is loaded with the first PDF that is opened.
const PdfPages = dynamic(() => import('./pdf-pages.tsx').then((module) => module.PdfPages), {
  ssr: false,
  loading: () => <ViewerMessage busy>Opening the file…</ViewerMessage>,
})

export interface DocumentViewerProps {
  readonly workspaceId: string
  readonly documentId: string
  readonly documentName: string
  /** The version that the marks were made from, not necessarily the current one. */
  readonly versionId: string
  readonly mediaType: string
  /** Opened at this page when there is no active mark. */
  readonly page: number
  readonly marks: readonly ViewerMark[]
  readonly activeId: string | null
  /** Place of the active mark among those that `onPrevious` and `onNext` walk, e.g. "2 of 3". */
  readonly position?: string
  /** Absent at the first and at the last. */
  readonly onPrevious?: () => void
  readonly onNext?: () => void
  /** Absent where the viewer is the page: then there is no name and no way to close in its bar. */
  readonly onClose?: () => void
}

/** The original beside the answer: pages, search, zoom, and the cited words marked where they stand. */
export function DocumentViewer(props: DocumentViewerProps) {
  const { workspaceId, documentId, versionId, activeId, marks, page } = props
  const version = useMemo(
    () => ({ workspaceId, documentId, versionId }),
    [workspaceId, documentId, versionId],
  )
  const [pageCount, setPageCount] = useState(0)
  const [shown, setShown] = useState(page)
  const [target, setTarget] = useState<ViewerTarget>(() => toTarget(marks, activeId, page))
  const zoom = useZoom()
  const find = useFind(version, setTarget)

  // Another footnote, or the same one asked for again, is brought into view.
  useEffect(() => setTarget(toTarget(marks, activeId, page)), [marks, activeId, page])
  const goTo = useCallback((to: number) => setTarget({ page: to }), [])
  const onKeyDown = useViewerKeys({
    zoom,
    openFind: find.open,
    close: find.isOpen ? find.close : (props.onClose ?? null),
  })

  const pages = {
    zoom: zoom.value,
    marks,
    matches: find.matches,
    activeId: find.active?.id ?? activeId,
    target,
    onPageCount: setPageCount,
    onPageShown: setShown,
  }
  return (
    <section
      aria-label={`${props.documentName}, page ${shown}`}
      onKeyDown={onKeyDown}
      className="@container flex h-full min-h-0 min-w-0 flex-col bg-paper-2"
    >
      <ViewerToolbar
        {...props}
        zoom={zoom}
        page={shown}
        pageCount={pageCount}
        goTo={goTo}
        openFind={find.open}
      />
      {find.isOpen && <FindBar find={find} />}
      {props.mediaType === 'application/pdf' ? (
        <PdfPages key={versionId} fileUrl={toFileUrl(version)} {...pages} />
      ) : (
        <TextPages key={versionId} version={version} mediaType={props.mediaType} {...pages} />
      )}
    </section>
  )
}

function toTarget(marks: readonly ViewerMark[], activeId: string | null, page: number): ViewerTarget {
  const mark = marks.find(({ id }) => id === activeId)
  return mark ? { page: mark.page, markId: mark.id, focus: true } : { page }
}
