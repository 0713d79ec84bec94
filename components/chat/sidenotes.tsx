'use client'

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import type { Citation } from '#lib/chat/schema.ts'
import { useFootnotes } from './footnotes.tsx'
import { NoteBody } from './note-body.tsx'
import { type NotePlace, placeNotes } from './place-notes.ts'

const LINE_PX = 32

/** The notes in the margin, each at the top of its marker inside `answer`. Hidden where there is no margin. */
export function Sidenotes({ answer }: { answer: RefObject<HTMLElement | null> }) {
  const { citations, viewerOpen } = useFootnotes()
  const column = useRef<HTMLDivElement>(null)
  const { places, height } = useNotePlaces(answer, column, citations)
  if (viewerOpen) return null
  return (
    <div ref={column} className="margin:block relative hidden" style={{ minHeight: height }}>
      {citations.map((citation) => (
        <Sidenote key={citation.id} citation={citation} place={places.get(citation.id)} />
      ))}
    </div>
  )
}

function Sidenote({ citation, place }: { citation: Citation; place: NotePlace | undefined }) {
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
        lit ? 'border-ink' : 'border-rule',
        cut && 'h-8 overflow-hidden [&_mark]:bg-transparent [&_q]:truncate',
        place?.compact &&
          lit &&
          'z-10 bg-paper shadow-[0_18px_16px_-14px_var(--paper),0_0_0_6px_var(--paper)]',
      )}
    >
      <div data-note-body="" className={cut ? 'py-1' : 'pt-2 pb-3'}>
        <NoteBody citation={citation} onOpen={open && (() => open(citation.id))} clamp />
      </div>
    </aside>
  )
}

function useNotePlaces(
  answer: RefObject<HTMLElement | null>,
  column: RefObject<HTMLDivElement | null>,
  citations: readonly Citation[],
) {
  const [result, setResult] = useState<{ places: ReadonlyMap<string, NotePlace>; height: number }>(() => ({
    places: new Map(),
    height: 0,
  }))

  const place = useCallback(() => {
    if (!answer.current || !column.current?.offsetParent) return
    setResult(measureAndPlace(answer.current, column.current, citations))
  }, [answer, column, citations])

  useLayoutEffect(place, [place])
  useEffect(() => {
    if (!answer.current) return
    const observer = new ResizeObserver(place)
    observer.observe(answer.current)
    if (column.current) observer.observe(column.current)
    document.fonts?.ready.then(place, () => {})
    return () => observer.disconnect()
  }, [answer, column, place])

  return result
}

function measureAndPlace(answer: HTMLElement, column: HTMLElement, citations: readonly Citation[]) {
  const origin = column.getBoundingClientRect().top
  const measured = citations
    .map(({ id }) => {
      const anchor = answer.querySelector(`[data-anchor="${CSS.escape(id)}"]`)
      const note = column.querySelector(`[data-note="${CSS.escape(id)}"]`)
      if (!anchor || !note) return null
      return {
        id,
        anchor: Math.max(0, anchor.getBoundingClientRect().top - origin),
        full: fullHeight(note),
        line: LINE_PX,
      }
    })
    .filter((note) => note !== null)
    .toSorted((a, b) => a.anchor - b.anchor)
  const placed = placeNotes(measured)
  const places = new Map(measured.map(({ id }, index) => [id, placed[index] ?? { top: 0, compact: false }]))
  const last = placed.at(-1)
  return { places, height: last ? last.top + (measured.at(-1)?.full ?? 0) : 0 }
}

/** The height a note has with its quote in full, also while it is cut: a copy without the cut is measured. */
function fullHeight(note: Element): number {
  const copy = note.cloneNode(true)
  if (!(copy instanceof HTMLElement)) return LINE_PX
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
