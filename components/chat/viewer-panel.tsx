'use client'

import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { Citation, NearestPassage } from '#lib/chat/schema.ts'

const DocumentViewer = dynamic(
  () => import('#components/viewer/document-viewer.tsx').then((module) => module.DocumentViewer),
  { ssr: false, loading: () => <Skeleton rows={6} label="Opening the page" className="p-6" /> },
)

interface ViewerPanelProps {
  workspaceId: string
  selected: Citation | null
  passage: NearestPassage | null
  /** The footnotes of the answer that `selected` belongs to. */
  group: readonly Citation[]
  index: number
  onStep: (by: 1 | -1) => void
  onClose: () => void
}

/** The original page beside the answer, the cited words marked. */
export function ViewerPanel({
  workspaceId,
  selected,
  passage,
  group,
  index,
  onStep,
  onClose,
}: ViewerPanelProps) {
  const passageMark = useMemo(() => passage && { ...passage, id: 'passage', marker: 0 }, [passage])
  const shown = passageMark ?? selected
  const marks = useMemo(
    () => (passageMark ? [passageMark] : group.filter(({ versionId }) => versionId === selected?.versionId)),
    [passageMark, group, selected?.versionId],
  )
  if (!shown) return null
  return (
    <section
      aria-label="Source"
      className="fixed inset-0 z-20 min-h-0 min-w-0 border-rule bg-paper-2 lg:static lg:z-auto lg:border-l"
    >
      <DocumentViewer
        key={shown.versionId}
        workspaceId={workspaceId}
        documentId={shown.documentId}
        documentName={shown.documentName}
        versionId={shown.versionId}
        mediaType={shown.mediaType}
        page={shown.page}
        marks={marks}
        activeId={shown.id}
        onClose={onClose}
        {...(passage
          ? {}
          : {
              position: `${index + 1} of ${group.length}`,
              ...(index > 0 ? { onPrevious: () => onStep(-1) } : {}),
              ...(index < group.length - 1 ? { onNext: () => onStep(1) } : {}),
            })}
      />
    </section>
  )
}
