import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import {
  PAGE_GAP,
  type PageLayout,
  READING_LINE,
  toDrawnPages,
  toOffset,
  toPlace,
  toShownPage,
} from './page-layout.ts'

interface PageScroll {
  readonly drawn: readonly number[]
  readonly onScroll: () => void
  readonly scrollToPage: (page: number) => void
}

/** Knows which pages are in sight, and keeps the reader's place when the pages change their size. */
export function usePageScroll(
  scroller: RefObject<HTMLElement | null>,
  layout: PageLayout,
  onPageShown: (page: number) => void,
): PageScroll {
  const [drawn, setDrawn] = useState<readonly number[]>([])
  const place = useRef({ page: 1, share: 0, across: 0.5 })
  const [shown, setShown] = useState(0)

  const onScroll = useCallback(() => {
    const view = scroller.current
    if (!view || view.clientHeight === 0) return
    const across = (view.scrollLeft + view.clientWidth / 2) / view.scrollWidth
    place.current = { ...toPlace(layout, view.scrollTop + view.clientHeight * READING_LINE), across }
    const next = toDrawnPages(layout, view.scrollTop, view.clientHeight)
    setDrawn((now) => (now.join() === next.join() ? now : next))
    setShown(toShownPage(layout, view.scrollTop, view.clientHeight))
  }, [scroller, layout])

  useLayoutEffect(() => {
    const view = scroller.current
    if (!view) return
    view.scrollTop = toOffset(layout, place.current) - view.clientHeight * READING_LINE
    view.scrollLeft = place.current.across * view.scrollWidth - view.clientWidth / 2
    onScroll()
  }, [scroller, layout, onScroll])

  useEffect(() => {
    if (shown > 0) onPageShown(shown)
  }, [shown, onPageShown])

  const scrollToPage = (page: number) => {
    if (!scroller.current) return
    scroller.current.scrollTop = toOffset(layout, { page, share: 0 }) - PAGE_GAP / 2
    onScroll()
  }
  return { drawn, onScroll, scrollToPage }
}
