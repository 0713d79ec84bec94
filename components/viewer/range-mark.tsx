import type { ReactNode } from 'react'
import { toMarkLabel } from './mark-label.ts'
import type { MarkedRange } from './text-segments.ts'

/** Yellow is for cited words only. */
const LOOK = {
  mark: { active: 'bg-marker text-marker-ink', rest: 'bg-marker-soft text-ink' },
  match: { active: 'bg-accent/35 text-ink', rest: 'bg-accent/15 text-ink' },
}

/** A piece of marked words; the first of a range carries its name and is what is scrolled to. */
export function RangeMark({
  range,
  first,
  active,
  children,
}: {
  range: MarkedRange
  first: boolean
  active: boolean
  children: ReactNode
}) {
  return (
    <mark
      tabIndex={-1}
      {...(first ? { 'data-mark': range.id } : {})}
      data-active={active || undefined}
      className={`rounded-[1px] ${LOOK[range.kind][active ? 'active' : 'rest']}`}
    >
      {first && range.marker !== undefined && <span className="sr-only">{toMarkLabel(range.marker)}: </span>}
      {children}
    </mark>
  )
}
