'use client'

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import type { Citation } from '#lib/chat/schema.ts'
import { type Footnotes, useFootnotes } from './footnotes.tsx'
import { landingOf } from './group-citations.ts'
import { NoteBody } from './note-body.tsx'
import { isSamePlace, type NotePlace, placeNotes } from './place-notes.ts'

/** Of a note that is cut to one line; the class below is h-8. */
const LINE_REM = 2

interface SidenotesProps {
  answer: RefObject<HTMLElement | null>
  /** More sentences are to come: a note waits for its own. */
  running: boolean
}

/** The notes in the margin, each at the top of its marker inside `answer`. Hidden where there is no margin. */
export function Sidenotes(props: SidenotesProps) {
  return useFootnotes().viewerOpen ? null : <Margin {...props} />
}

function Margin({ answer, running }: SidenotesProps) {
  const { footnotes } = useFootnotes()
  const column = useRef<HTMLDivElement>(null)
  const placement = useNotePlaces(answer, column, footnotes, running)
  return (
    <div ref={column} className="margin:block relative hidden" style={{ minHeight: placement?.height }}>
      {footnotes.map((citations) => (
        <Sidenote
          key={citations[0].id}
          citations={citations}
          place={placement?.places.get(citations[0].id)}
          // Until anything is measured the notes stand below each other; later, one without a place would cover others.
          waiting={placement !== null && !placement.places.has(citations[0].id)}
        />
      ))}
    </div>
  )
}

function Sidenote({
  citations,
  place,
  waiting,
}: {
  citations: readonly [Citation, ...Citation[]]
  place: NotePlace | undefined
  waiting: boolean
}) {
  const [citation] = citations
  const { isLit, light, open, noteId } = useFootnotes()
  const lit = isLit(citation.id)
  const cut = place?.compact && !lit
  const lightThis = () => light([citation.id])
  return (
    <aside
      id={noteId(citation.id)}
      role="note"
      aria-label={`Footnote ${citation.marker}`}
      data-note={citation.id}
      onPointerEnter={lightThis}
      onPointerLeave={() => light([])}
      onFocus={lightThis}
      onBlur={() => light([])}
      style={place ? { top: place.top } : undefined}
      className={classNames(
        'w-full border-t text-small text-ink-2',
        place && 'absolute',
        waiting && 'invisible absolute top-0',
        lit ? 'border-ink' : 'border-rule',
        cut && 'h-8 overflow-hidden [&_[data-before]]:hidden [&_mark]:bg-transparent [&_q]:truncate',
        place?.compact &&
          lit &&
          'z-10 bg-paper shadow-[0_18px_16px_-14px_var(--paper),0_0_0_6px_var(--paper)]',
      )}
    >
      <div data-note-body="" className={cut ? 'py-1' : 'pt-2 pb-3'}>
        <NoteBody citations={citations} onOpen={open && (() => open(landingOf(citations).id))} clamp />
      </div>
    </aside>
  )
}

interface Placement {
  places: ReadonlyMap<string, NotePlace>
  height: number
}

function useNotePlaces(
  answer: RefObject<HTMLElement | null>,
  column: RefObject<HTMLDivElement | null>,
  footnotes: Footnotes['footnotes'],
  running: boolean,
): Placement | null {
  const [placement, setPlacement] = useState<Placement | null>(null)

  const place = useCallback(() => {
    if (!answer.current || !column.current?.offsetParent) return
    const next = measureAndPlace(answer.current, column.current, footnotes, running)
    setPlacement((now) => (now && isSamePlacement(now, next) ? now : next))
  }, [answer, column, footnotes, running])

  useLayoutEffect(place, [place])
  useEffect(() => {
    if (!answer.current || !column.current) return
    const resizes = new ResizeObserver(place)
    resizes.observe(answer.current)
    resizes.observe(column.current)
    // Fonts that come late and quotes that open change the height of a note alone.
    for (const note of column.current.children) resizes.observe(note)
    // A marker comes after its note, and need not change the height of the text.
    const markers = new MutationObserver(place)
    markers.observe(answer.current, { childList: true, subtree: true })
    return () => {
      resizes.disconnect()
      markers.disconnect()
    }
  }, [answer, column, place])

  return placement
}

function isSamePlacement(one: Placement, other: Placement): boolean {
  if (one.places.size !== other.places.size || Math.abs(one.height - other.height) >= 0.5) return false
  return [...one.places].every(([id, place]) => isSamePlace(place, other.places.get(id)))
}

function measureAndPlace(
  answer: HTMLElement,
  column: HTMLElement,
  footnotes: Footnotes['footnotes'],
  running: boolean,
): Placement {
  const origin = column.getBoundingClientRect().top
  const line = LINE_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const anchors = findAnchors(answer)
  const measured = footnotes
    .map(([citation]) => citation)
    .filter(({ id }) => anchors.has(id) || !running)
    // What no sentence claims comes last: a footnote is never without its note.
    .map(({ id }) => ({ id, anchor: anchors.get(id) ?? { top: origin, order: anchors.size } }))
    .toSorted((a, b) => a.anchor.order - b.anchor.order)
    .flatMap(({ id, anchor }) => {
      const note = column.querySelector(`[data-note="${CSS.escape(id)}"]`)
      return note
        ? [{ id, anchor: Math.max(0, anchor.top - origin), full: fullHeight(note, line), line }]
        : []
    })
  const placed = placeNotes(measured)
  const places = new Map(measured.map(({ id }, index) => [id, placed[index] ?? { top: 0, compact: false }]))
  const last = placed.at(-1)
  return { places, height: last ? last.top + (measured.at(-1)?.full ?? 0) : 0 }
}

/** The first marker of each footnote, with its place among them as they are read. */
function findAnchors(answer: HTMLElement): Map<string, { top: number; order: number }> {
  const anchors = new Map<string, { top: number; order: number }>()
  for (const marker of answer.querySelectorAll<HTMLElement>('[data-anchor]')) {
    const id = marker.dataset.anchor
    if (id && !anchors.has(id))
      anchors.set(id, { top: marker.getBoundingClientRect().top, order: anchors.size })
  }
  return anchors
}

/** The height a note has with its quote in full, also while it is cut: a copy without the cut is measured. */
function fullHeight(note: Element, line: number): number {
  const copy = note.cloneNode(true)
  if (!(copy instanceof HTMLElement)) return line
  copy.removeAttribute('id')
  copy.setAttribute('aria-hidden', 'true')
  copy.className = 'w-full absolute border-t text-small invisible'
  const body = copy.firstElementChild
  if (body) body.className = 'pt-2 pb-3'
  note.parentElement?.append(copy)
  const { height } = copy.getBoundingClientRect()
  copy.remove()
  return height
}
