'use client'

import 'react-pdf/dist/Page/TextLayer.css'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Document, Page, pdfjs } from 'react-pdf'
import { layOutPages, PAGE_GAP } from './page-layout.ts'
import { PageOverlay } from './page-overlay.tsx'
import { type FileUnavailable, openPdfSource, toUnavailable } from './pdf-source.ts'
import type { ViewerMark, ViewerMatch, ViewerTarget } from './types.ts'
import { usePageScroll } from './use-page-scroll.ts'
import { useScrollToTarget } from './use-scroll-to-target.ts'
import { useWidth } from './use-width.ts'
import { UnavailableMessage, ViewerMessage } from './viewer-message.tsx'

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
/** A page wider than this is no easier to read; zoom goes beyond it. */
const MAX_FIT_WIDTH = 864
/** Canvases above this weigh more than they show (four bytes a pixel). */
const MAX_CANVAS_PIXELS = 12_000_000

export interface PagesProps {
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
export function PdfPages({ fileUrl, ...props }: PagesProps & { readonly fileUrl: string }) {
  const { source, failure, retry } = usePdfSource(fileUrl)
  if (failure) return <UnavailableMessage status={failure.status} onRetry={retry} />
  if (!source) return <ViewerMessage busy>Opening the file…</ViewerMessage>
  return <LoadedPdf {...props} source={source} />
}

function usePdfSource(url: string) {
  const [source, setSource] = useState<pdfjs.PDFDataRangeTransport | null>(null)
  const [failure, setFailure] = useState<FileUnavailable | null>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens the file anew
  useEffect(() => {
    const abort = new AbortController()
    setSource(null)
    setFailure(null)
    openPdfSource(url, { signal: abort.signal, onLost: setFailure }).then(
      (opened) => !abort.signal.aborted && setSource(opened),
      (error: unknown) => !abort.signal.aborted && setFailure(toUnavailable(error)),
    )
    return () => abort.abort()
  }, [url, attempt])
  return { source, failure, retry: () => setAttempt((now) => now + 1) }
}

interface OpenedPdf {
  readonly pageCount: number
  /** Height over width of the first page. */
  readonly ratio: number
}

function LoadedPdf({ source, ...props }: PagesProps & { source: pdfjs.PDFDataRangeTransport }) {
  const [opened, setOpened] = useState<OpenedPdf | null>(null)
  const [locked, setLocked] = useState(false)
  const file = useMemo(() => ({ range: source }), [source])
  const unreadable = <ViewerMessage>This file cannot be shown here. Save it to read it.</ViewerMessage>
  if (locked) return <ViewerMessage>A password protects this file, so it cannot be shown here.</ViewerMessage>
  return (
    <Document
      file={file}
      options={OPTIONS}
      suspense={false}
      loading={<ViewerMessage busy>Opening the file…</ViewerMessage>}
      error={unreadable}
      noData={unreadable}
      className="flex min-h-0 flex-1 flex-col"
      onPassword={() => setLocked(true)}
      onLoadSuccess={async (pdf) => {
        const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 })
        setOpened({ pageCount: pdf.numPages, ratio: height / width })
        props.onPageCount(pdf.numPages)
      }}
    >
      {opened && <PageList {...props} {...opened} />}
    </Document>
  )
}

function PageList({ pageCount, ratio, ...props }: PagesProps & OpenedPdf) {
  const scroller = useRef<HTMLElement>(null)
  const fitWidth = Math.min(useWidth(scroller) - 2 * PAGE_GAP, MAX_FIT_WIDTH)
  const width = Math.max(Math.floor(fitWidth * props.zoom), 0)
  const [ratios, setRatios] = useState<ReadonlyMap<number, number>>(() => new Map([[1, ratio]]))
  const layout = useMemo(() => layOutPages(pageCount, width, ratios), [pageCount, width, ratios])
  const { drawn, onScroll, scrollToPage } = usePageScroll(scroller, layout, props.onPageShown)
  useScrollToTarget({ scroller, target: props.target, ready: width > 0, scrollToPage })
  const onRatio = useCallback(
    (page: number, known: number) =>
      setRatios((now) => (now.get(page) === known ? now : new Map(now).set(page, known))),
    [],
  )
  return (
    <section
      ref={scroller}
      aria-label="Pages"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={onScroll}
      className="min-h-0 flex-1 overflow-auto -outline-offset-2"
    >
      <div className="relative mx-auto" style={{ height: layout.total, width: width + 2 * PAGE_GAP }}>
        {width > 0 &&
          drawn.map((page) => (
            <div
              key={page}
              data-page={page}
              className="absolute overflow-hidden bg-white shadow-[0_1px_3px_oklch(0_0_0/0.18)]"
              style={{
                top: layout.tops[page - 1],
                height: layout.heights[page - 1],
                left: PAGE_GAP,
                width,
              }}
            >
              <PdfPage {...props} page={page} width={width} ratio={ratios.get(page)} onRatio={onRatio} />
            </div>
          ))}
      </div>
    </section>
  )
}

interface PdfPageProps extends Pick<PagesProps, 'marks' | 'matches' | 'activeId'> {
  readonly page: number
  readonly width: number
  readonly ratio: number | undefined
  readonly onRatio: (page: number, ratio: number) => void
}

function PdfPage({ page, width, ratio, onRatio, ...overlay }: PdfPageProps) {
  const sharpest = Math.sqrt(MAX_CANVAS_PIXELS / (width * width * (ratio ?? 1)))
  return (
    <>
      <Page
        pageNumber={page}
        width={width}
        devicePixelRatio={Math.min(window.devicePixelRatio, sharpest)}
        suspense={false}
        renderAnnotationLayer={false}
        loading={<span className="sr-only">Drawing page {page}…</span>}
        error={<p className="p-6 text-small">Page {page} cannot be drawn.</p>}
        onLoadSuccess={({ originalWidth, originalHeight }) => onRatio(page, originalHeight / originalWidth)}
      />
      <PageOverlay page={page} {...overlay} />
    </>
  )
}
