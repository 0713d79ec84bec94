'use client'

import 'react-pdf/dist/Page/TextLayer.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Document, Page, pdfjs } from 'react-pdf'
import { PageOverlay } from './page-overlay.tsx'
import { openPdfSource } from './pdf-source.ts'
import type { ViewerMark, ViewerMatch, ViewerTarget } from './types.ts'
import { useScrollToTarget } from './use-scroll-to-target.ts'
import { ViewerMessage } from './viewer-message.tsx'

// In the module that renders, and of the very version that react-pdf brings: another worker refuses every document.
pdfjs.GlobalWorkerOptions.workerSrc = new URL(
  'pdfjs-dist/build/pdf.worker.min.mjs',
  import.meta.url,
).toString()

const ASSETS = `/pdfjs/${pdfjs.version}`
const OPTIONS = {
  cMapUrl: `${ASSETS}/cmaps/`,
  standardFontDataUrl: `${ASSETS}/standard_fonts/`,
  wasmUrl: `${ASSETS}/wasm/`,
  iccUrl: `${ASSETS}/iccs/`,
  // Pages are fetched when they are looked at, not all of them behind the scenes.
  disableAutoFetch: true,
  disableStream: true,
  enableScripting: false,
  enableXfa: false,
}
const GAP = 16
/** Height over width of a page that is not known yet (A4). */
const GUESSED_RATIO = Math.SQRT2

export interface PagesProps {
  readonly fileUrl: string
  /** 1 fits the width. */
  readonly zoom: number
  readonly marks: readonly ViewerMark[]
  readonly matches: readonly ViewerMatch[]
  readonly activeId: string | null
  readonly target: ViewerTarget
  readonly onPageCount: (count: number) => void
  readonly onPageShown: (page: number) => void
}

/** The pages of a PDF, drawn lazily, with their text selectable and their marks in place at every zoom. */
export function PdfPages(props: PagesProps) {
  const source = usePdfSource(props.fileUrl)
  if (source === 'failed') {
    return (
      <ViewerMessage>The file could not be loaded. Check your connection and open it again.</ViewerMessage>
    )
  }
  if (!source) return <ViewerMessage busy>Opening the file…</ViewerMessage>
  return <LoadedPdf {...props} source={source} />
}

function usePdfSource(url: string) {
  const [source, setSource] = useState<pdfjs.PDFDataRangeTransport | 'failed' | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    setSource(null)
    openPdfSource(url, abort.signal).then(setSource, () => !abort.signal.aborted && setSource('failed'))
    return () => abort.abort()
  }, [url])
  return source
}

function LoadedPdf({ source, ...props }: PagesProps & { source: pdfjs.PDFDataRangeTransport }) {
  const [pageCount, setPageCount] = useState(0)
  const file = useMemo(() => ({ range: source }), [source])
  const unreadable = <ViewerMessage>This file cannot be shown here. Save it to read it.</ViewerMessage>
  return (
    <Document
      file={file}
      options={OPTIONS}
      suspense={false}
      loading={<ViewerMessage busy>Opening the file…</ViewerMessage>}
      error={unreadable}
      noData={unreadable}
      className="min-h-0 flex-1"
      onLoadSuccess={({ numPages }) => {
        setPageCount(numPages)
        props.onPageCount(numPages)
      }}
    >
      {pageCount > 0 && <PageList {...props} pageCount={pageCount} />}
    </Document>
  )
}

function PageList({ pageCount, ...props }: PagesProps & { pageCount: number }) {
  const { zoom, target, onPageShown } = props
  const scroller = useRef<HTMLElement>(null)
  const fitWidth = useWidth(scroller)
  const [ratios, setRatios] = useState<ReadonlyMap<number, number>>(new Map())
  const width = Math.floor((fitWidth - 2 * GAP) * zoom)
  const list = useVirtualizer({
    count: pageCount,
    getScrollElement: () => scroller.current,
    estimateSize: (index) =>
      Math.round(width * (ratios.get(index + 1) ?? ratios.get(1) ?? GUESSED_RATIO)) + GAP,
    overscan: 1,
  })
  useEffect(() => {
    if (width > 0 && ratios) list.measure()
  }, [list, width, ratios])
  useScrollToTarget({
    scroller,
    target,
    ready: width > 0,
    scrollToPage: (page) => list.scrollToIndex(page - 1),
  })
  usePageShown(list.range, onPageShown)

  return (
    <section
      ref={scroller}
      aria-label="Pages"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="h-full overflow-auto"
    >
      <div className="relative mx-auto" style={{ height: list.getTotalSize(), width: Math.max(width, 0) }}>
        {width > 0 &&
          list.getVirtualItems().map((item) => (
            <div
              key={item.key}
              className="absolute left-0 top-0 w-full bg-white shadow-float"
              style={{ transform: `translateY(${item.start}px)`, height: item.size - GAP }}
              data-page={item.index + 1}
            >
              <Page
                pageNumber={item.index + 1}
                width={width}
                suspense={false}
                renderAnnotationLayer={false}
                loading={<span className="sr-only">Drawing page {item.index + 1}…</span>}
                onLoadSuccess={({ originalWidth, originalHeight }) =>
                  setRatios((known) => new Map(known).set(item.index + 1, originalHeight / originalWidth))
                }
              />
              <PageOverlay
                page={item.index + 1}
                marks={props.marks}
                matches={props.matches}
                activeId={props.activeId}
              />
            </div>
          ))}
      </div>
    </section>
  )
}

function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return width
}

function usePageShown(range: { startIndex: number } | null, onPageShown: (page: number) => void): void {
  const first = range ? range.startIndex + 1 : 0
  useEffect(() => {
    if (first > 0) onPageShown(first)
  }, [first, onPageShown])
}
