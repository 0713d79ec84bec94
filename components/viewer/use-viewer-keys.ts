import type { KeyboardEvent } from 'react'
import type { Zoom } from './use-zoom.ts'

interface ViewerKeys {
  readonly zoom: Zoom
  readonly openFind: () => void
  /** null where there is nothing to close. */
  readonly close: (() => void) | null
}

/** Keys while the focus is in the viewer: + − 0 zoom, Ctrl or ⌘ F finds, Esc closes. `[` and `]` belong to the answer. */
export function useViewerKeys({ zoom, openFind, close }: ViewerKeys) {
  return (event: KeyboardEvent) => {
    const typing = event.target instanceof HTMLInputElement
    if (event.key === 'Escape') return close ? run(event, close) : undefined
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') return run(event, openFind)
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === '+' || event.key === '=') return run(event, zoom.in)
    if (event.key === '-') return run(event, zoom.out)
    if (event.key === '0') return run(event, zoom.fit)
  }
}

function run(event: KeyboardEvent, action: () => void): void {
  event.preventDefault()
  event.stopPropagation()
  action()
}
