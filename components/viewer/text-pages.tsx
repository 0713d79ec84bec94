'use client'

import { useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import dynamic from 'next/dynamic'
import { useEffect, useMemo, useRef } from 'react'
import { isReadable } from './is-readable.ts'
import { canonicalPageQuery } from './queries.ts'
import { RangeMark } from './range-mark.tsx'
import { toSegments } from './text-segments.ts'
import type { ViewerMark, ViewerMatch, ViewerTarget } from './types.ts'
import { useScrollToTarget } from './use-scroll-to-target.ts'
import { ViewerMessage } from './viewer-message.tsx'

const ESTIMATED_PAGE_HEIGHT = 1400
const TEXT_PX = 17

// The reader of Markdown is heavy and only one format needs it.
const MarkdownPage = dynamic(() => import('./markdown-page.tsx').then((module) => module.MarkdownPage), {
  loading: () => <p className="h-[60rem]" />,
})

interface VersionRef {
  readonly workspaceId: string
  readonly documentId: string
  readonly versionId: string
}

export interface TextPagesProps {
  readonly version: VersionRef
  readonly mediaType: string
  readonly zoom: number
  readonly marks: readonly ViewerMark[]
  readonly matches: readonly ViewerMatch[]
  readonly activeId: string | null
  readonly target: ViewerTarget
  readonly onPageCount: (count: number) => void
  readonly onPageShown: (page: number) => void
}

/** A document without layout, as its canonical text, marked by the same ranges that citations hold. */
export function TextPages(props: TextPagesProps) {
  const { data, error } = useQuery(canonicalPageQuery(props.version, 1))
  const { onPageCount } = props
  const pageCount = data?.pageCount ?? 0
  useEffect(() => {
    if (pageCount > 0) onPageCount(pageCount)
  }, [pageCount, onPageCount])
  if (error)
    return (
      <ViewerMessage>The text could not be loaded. Check your connection and open it again.</ViewerMessage>
    )
  if (pageCount === 0) return <ViewerMessage busy>Opening the text…</ViewerMessage>
  return <TextList {...props} pageCount={pageCount} />
}

function TextList({ pageCount, ...props }: TextPagesProps & { pageCount: number }) {
  const scroller = useRef<HTMLElement>(null)
  const list = useVirtualizer({
    count: pageCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED_PAGE_HEIGHT,
    overscan: 1,
  })
  useScrollToTarget({
    scroller,
    target: props.target,
    ready: true,
    scrollToPage: (page) => list.scrollToIndex(page - 1),
  })
  const first = (list.range?.startIndex ?? 0) + 1
  const { onPageShown } = props
  useEffect(() => onPageShown(first), [first, onPageShown])
  return (
    <section
      ref={scroller}
      aria-label="Text"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto bg-paper"
    >
      <div className="relative mx-auto max-w-[42rem]" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map((item) => (
          <div
            key={item.key}
            ref={list.measureElement}
            data-index={item.index}
            data-page={item.index + 1}
            className="absolute left-0 top-0 w-full px-6 py-4"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            <TextPage {...props} page={item.index + 1} />
          </div>
        ))}
      </div>
    </section>
  )
}

function TextPage({
  page,
  version,
  mediaType,
  zoom,
  marks,
  matches,
  activeId,
}: TextPagesProps & { page: number }) {
  const { data } = useQuery(canonicalPageQuery(version, page))
  const ranges = useMemo(
    () => [
      ...matches
        .filter((match) => match.page === page)
        .map((match) => ({ ...match, kind: 'match' as const })),
      ...marks.filter((mark) => mark.page === page).map((mark) => ({ ...mark, kind: 'mark' as const })),
    ],
    [matches, marks, page],
  )
  if (!data) return <p className="h-[60rem] text-small text-ink-3">Page {page}…</p>
  const fontSize = zoom * TEXT_PX
  if (mediaType === 'text/markdown' && isReadable(data.text))
    return <MarkdownPage text={data.text} ranges={ranges} activeId={activeId} fontSize={fontSize} />
  return (
    <p
      dir="auto"
      className="whitespace-pre-wrap break-words font-serif leading-relaxed text-ink"
      style={{ fontSize }}
    >
      {toSegments(data.text, ranges).map(({ start, text, range, first }) =>
        range ? (
          <RangeMark key={start} range={range} first={first} active={range.id === activeId}>
            {text}
          </RangeMark>
        ) : (
          text
        ),
      )}
    </p>
  )
}
