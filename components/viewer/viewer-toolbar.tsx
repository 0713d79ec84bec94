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
  readonly onClose?: () => void
  readonly zoom: Zoom
  readonly page: number
  readonly pageCount: number
  readonly goTo: (page: number) => void
  readonly openFind: () => void
}

const ICON = { 'aria-hidden': true, size: 16 } as const

/** One line where there is room, else two: what it is and where one is, then the tools. */
export function ViewerToolbar(props: ViewerToolbarProps) {
  const { position, onClose } = props
  return (
    <header className="flex flex-wrap items-center gap-x-3 border-rule border-b px-4 py-1 text-ink-2 text-small">
      {onClose && (
        <h2
          dir="auto"
          title={props.documentName}
          className="order-1 min-w-0 flex-1 truncate text-left font-[540] text-ink @[31rem]:max-w-max"
        >
          {props.documentName}
        </h2>
      )}
      <div className="order-3 flex w-full items-center gap-x-3 @[31rem]:order-2 @[31rem]:w-auto @[31rem]:flex-1">
        <PageField page={props.page} pageCount={props.pageCount} goTo={props.goTo} />
        <ZoomButtons zoom={props.zoom} />
        <div className="ml-auto flex items-center">
          <Button size="icon" variant="quiet" aria-label="Find in this document" onClick={props.openFind}>
            <Search {...ICON} />
          </Button>
          <Button size="icon" variant="quiet" aria-label="Save the original file" asChild>
            <a href={toFileUrl(props, true)} download>
              <Download {...ICON} />
            </a>
          </Button>
        </div>
      </div>
      {(position || onClose) && (
        <div className="order-2 flex items-center @[31rem]:order-3">
          {position && <FootnoteSteps {...props} position={position} />}
          {onClose && (
            <Button size="icon" variant="quiet" aria-label="Close the document" onClick={onClose}>
              <X {...ICON} />
            </Button>
          )}
        </div>
      )}
    </header>
  )
}

function ZoomButtons({ zoom }: { zoom: Zoom }) {
  return (
    <fieldset className="flex items-center" aria-label="Zoom">
      <Button size="icon" variant="quiet" aria-label="Smaller" onClick={zoom.out}>
        <Minus {...ICON} />
      </Button>
      <Button
        size="small"
        variant="quiet"
        aria-label={`${toPercent(zoom.value)}, fit the width`}
        className="tabular !px-1 min-w-12 justify-center font-normal"
        onClick={zoom.fit}
      >
        {toPercent(zoom.value)}
      </Button>
      <Button size="icon" variant="quiet" aria-label="Larger" onClick={zoom.in}>
        <Plus {...ICON} />
      </Button>
    </fieldset>
  )
}

function toPercent(share: number): string {
  return `${Math.round(share * 100)}\u202f%`
}

interface FootnoteStepsProps {
  readonly position: string
  readonly onPrevious?: () => void
  readonly onNext?: () => void
}

function FootnoteSteps({ position, onPrevious, onNext }: FootnoteStepsProps) {
  return (
    <nav className="flex items-center" aria-label="Footnotes">
      <Button
        size="icon"
        variant="quiet"
        aria-label="Previous footnote"
        aria-keyshortcuts="["
        disabled={!onPrevious}
        onClick={onPrevious}
      >
        <ChevronLeft {...ICON} />
      </Button>
      <span className="tabular whitespace-nowrap text-tiny">{position}</span>
      <Button
        size="icon"
        variant="quiet"
        aria-label="Next footnote"
        aria-keyshortcuts="]"
        disabled={!onNext}
        onClick={onNext}
      >
        <ChevronRight {...ICON} />
      </Button>
    </nav>
  )
}
