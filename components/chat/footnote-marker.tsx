'use client'

import { type FocusEvent, useEffect, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { Popover, PopoverAnchor, PopoverContent } from '#components/ui/popover.tsx'
import { Sheet, SheetContent } from '#components/ui/sheet.tsx'
import type { Citation } from '#lib/chat/schema.ts'
import { useFootnotes } from './footnotes.tsx'
import { landingOf } from './group-citations.ts'
import { NoteBody } from './note-body.tsx'
import { useBackToClose } from './use-back-to-close.ts'

const HOVER_MS = 150
const SPOKEN = { exact: 'exact words', supported: 'supported' } as const

/** "preview" came by hover or focus and leaves with it; "pinned" was asked for and holds the focus. */
type Shown = 'no' | 'preview' | 'pinned' | 'sheet'

/** The number at the end of a sentence. In the margin's reach it lights its note; elsewhere it brings the note. */
export function FootnoteMarker({ citations }: { citations: readonly [Citation, ...Citation[]] }) {
  const [citation] = citations
  const { isLit, light, selectedId, open, noteId, viewerOpen } = useFootnotes()
  const [shown, setShown] = useState<Shown>('no')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const justClosed = useRef(false)
  const heldFocus = useRef(false)
  const content = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const lit = isLit(citation.id)

  useBackToClose(shown === 'sheet', () => setShown('no'))
  useEffect(() => () => clearTimeout(timer.current), [])
  const wasInViewer = useRef(false)
  useEffect(() => {
    // A page that opens by a key would have the popover over it.
    if (viewerOpen) setShown('no')
    else if (wasInViewer.current && document.activeElement === document.body) {
      justClosed.current = true
      button.current?.focus({ preventScroll: true })
    }
    wasInViewer.current = viewerOpen && citations.some(({ id }) => id === selectedId)
  }, [viewerOpen, selectedId, citations])
  useEffect(() => {
    if (shown === 'pinned') content.current?.focus()
    if (shown !== 'no') heldFocus.current = shown === 'pinned'
  }, [shown])

  const preview = () => setShown((now) => (now === 'no' ? 'preview' : now))
  const later = (next: () => void) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(next, HOVER_MS)
  }
  const leave = () => later(() => setShown((now) => (now === 'preview' ? 'no' : now)))

  const onFocus = (event: FocusEvent<HTMLButtonElement>) => {
    light([citation.id])
    clearTimeout(timer.current)
    const returned = justClosed.current
    justClosed.current = false
    if (!returned && !hasMargin(viewerOpen) && !isTouch() && event.currentTarget.matches(':focus-visible'))
      preview()
  }
  const onClick = () => {
    clearTimeout(timer.current)
    if (open && (viewerOpen || hasMargin(viewerOpen))) {
      setShown('no')
      open(landingOf(citations).id)
    } else if (!hasMargin(viewerOpen)) setShown(isTouch() ? 'sheet' : 'pinned')
  }
  const openPage =
    open &&
    (() => {
      setShown('no')
      open(landingOf(citations).id)
    })

  return (
    <Popover
      open={shown === 'preview' || shown === 'pinned'}
      onOpenChange={(next) => !next && setShown('no')}
    >
      <PopoverAnchor asChild>
        <button
          ref={button}
          type="button"
          data-anchor={citation.id}
          aria-describedby={viewerOpen ? undefined : noteId(citation.id)}
          aria-expanded={shown !== 'no'}
          aria-label={`Footnote ${citation.marker}: ${citation.documentName}, page ${citation.page}, ${SPOKEN[citation.verdict]}`}
          onClick={onClick}
          onFocus={onFocus}
          onBlur={() => {
            light([])
            leave()
          }}
          onPointerEnter={(event) => {
            light([citation.id])
            if (event.pointerType === 'mouse' && !hasMargin(viewerOpen)) later(preview)
          }}
          onPointerLeave={() => {
            light([])
            leave()
          }}
          className={classNames(
            'relative ml-px rounded-sm px-[3px] py-px align-[0.55em] font-[560] font-sans text-[0.6875rem] leading-none transition-colors duration-100 after:absolute after:-inset-x-1.5 after:-inset-y-2 after:content-[""]',
            lit ? 'bg-accent text-accent-ink' : 'text-accent',
          )}
        >
          {citation.marker}
        </button>
      </PopoverAnchor>
      <PopoverContent
        ref={content}
        tabIndex={-1}
        aria-label={`Footnote ${citation.marker}`}
        onOpenAutoFocus={(event) => event.preventDefault()}
        onCloseAutoFocus={(event) => {
          event.preventDefault()
          if (!heldFocus.current) return
          // Also when hovering has brought it, while the focus was elsewhere.
          justClosed.current = true
          button.current?.focus({ preventScroll: true })
        }}
        onInteractOutside={(event) => {
          // The marker decides itself: a click on it pins what hovering has brought.
          if (event.target instanceof Node && button.current?.contains(event.target)) event.preventDefault()
        }}
        onPointerEnter={() => clearTimeout(timer.current)}
        onPointerLeave={leave}
        className="text-small"
      >
        <NoteBody citations={citations} onOpen={null} />
        {openPage && <OpenPage onClick={openPage} />}
      </PopoverContent>
      <Sheet open={shown === 'sheet'} onOpenChange={(next) => !next && setShown('no')}>
        <SheetContent side="bottom" title={`Footnote ${citation.marker}`}>
          <div className="text-small">
            <NoteBody citations={citations} onOpen={null} />
          </div>
          {openPage && <OpenPage onClick={openPage} />}
        </SheetContent>
      </Sheet>
    </Popover>
  )
}

function OpenPage({ onClick }: { onClick: () => void }) {
  return (
    <div className="mt-1.5">
      <Button variant="link" onClick={onClick}>
        Open the page
      </Button>
    </div>
  )
}

function hasMargin(viewerOpen: boolean): boolean {
  return !viewerOpen && matchMedia('(min-width: 1100px)').matches
}

function isTouch(): boolean {
  return matchMedia('(pointer: coarse), (max-width: 719px)').matches
}
