import { ChevronLeft, ChevronRight, Download, Minus, Plus, Search, X } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { PageField } from './page-field.tsx'
import { toFileUrl } from './queries.ts'
import type { Zoom } from './use-zoom.ts'

interface ViewerToolbarProps {
  readonly workspaceId: string
  readonly documentId: string
  readonly documentName: string
  readonly versionId: string
  readonly position?: string
  readonly onPrevious?: () => void
  readonly onNext?: () => void
  readonly onClose: () => void
  readonly zoom: Zoom
  readonly page: number
  readonly pageCount: number
  readonly goTo: (page: number) => void
  readonly openFind: () => void
}

const ICON = { 'aria-hidden': true, size: 16 } as const

export function ViewerToolbar(props: ViewerToolbarProps) {
  const { zoom, position, onPrevious, onNext } = props
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-rule border-b px-3 py-1.5 text-ink-2 text-small">
      <h2 className="min-w-0 flex-1 basis-40 truncate font-[540] text-ink" title={props.documentName}>
        {props.documentName}
      </h2>
      <PageField page={props.page} pageCount={props.pageCount} goTo={props.goTo} />
      <fieldset className="flex items-center" aria-label="Zoom">
        <Button size="icon" variant="quiet" aria-label="Smaller" onClick={zoom.out}>
          <Minus {...ICON} />
        </Button>
        <Button
          size="small"
          variant="quiet"
          aria-label="Fit the width"
          className="tabular"
          onClick={zoom.fit}
        >
          {Math.round(zoom.value * 100)} %
        </Button>
        <Button size="icon" variant="quiet" aria-label="Larger" onClick={zoom.in}>
          <Plus {...ICON} />
        </Button>
      </fieldset>
      <Button size="icon" variant="quiet" aria-label="Find in this document" onClick={props.openFind}>
        <Search {...ICON} />
      </Button>
      <Button size="icon" variant="quiet" aria-label="Save the original file" asChild>
        <a href={toFileUrl(props, true)} download>
          <Download {...ICON} />
        </a>
      </Button>
      {onPrevious && onNext && position && (
        <nav className="flex items-center" aria-label="Footnotes">
          <Button size="icon" variant="quiet" aria-label="Previous footnote" onClick={onPrevious}>
            <ChevronLeft {...ICON} />
          </Button>
          <span className="tabular text-tiny">{position}</span>
          <Button size="icon" variant="quiet" aria-label="Next footnote" onClick={onNext}>
            <ChevronRight {...ICON} />
          </Button>
        </nav>
      )}
      <Button size="icon" variant="quiet" aria-label="Close the document" onClick={props.onClose}>
        <X {...ICON} />
      </Button>
    </header>
  )
}
