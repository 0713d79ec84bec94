import { type RefObject, useEffect } from 'react'
import type { ViewerTarget } from './types.ts'

/** Where a mark comes to stand: in the upper third, with what leads to it above. */
const SHARE_ABOVE = 0.25
/** A page far away is drawn some frames after it was scrolled to. */
const MAX_FRAMES = 300

interface Scroll {
  readonly scroller: RefObject<HTMLElement | null>
  readonly target: ViewerTarget
  /** Whether the pages have their size. */
  readonly ready: boolean
  readonly scrollToPage: (page: number) => void
}

/** Brings `target` into view: its page first, then, as soon as it is there, its mark. */
export function useScrollToTarget({ scroller, target, ready, scrollToPage }: Scroll): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new target scrolls, a new callback does not
  useEffect(() => {
    if (!ready) return
    scrollToPage(target.page)
    const { markId } = target
    if (!markId) return
    let frame = 0
    let frames = 0
    const selector = `[data-mark="${CSS.escape(markId)}"]`
    const look = () => {
      const mark = scroller.current?.querySelector<HTMLElement>(selector)
      if (mark && scroller.current) {
        bringIntoView(scroller.current, mark)
        // So that screen readers land on the words.
        if (target.focus) mark.focus({ preventScroll: true })
        return
      }
      frames += 1
      if (frames < MAX_FRAMES) frame = requestAnimationFrame(look)
    }
    frame = requestAnimationFrame(look)
    return () => cancelAnimationFrame(frame)
  }, [target, ready])
}

function bringIntoView(scroller: HTMLElement, mark: HTMLElement): void {
  const place = mark.getBoundingClientRect()
  const frame = scroller.getBoundingClientRect()
  scroller.scrollTop += place.top - frame.top - frame.height * SHARE_ABOVE
  const outside = place.left < frame.left || place.right > frame.right
  if (outside) scroller.scrollLeft += place.left - frame.left - frame.width * SHARE_ABOVE
}
