import { toMarkLabel } from './mark-label.ts'
import type { ViewerMark, ViewerMatch } from './types.ts'

interface PageOverlayProps {
  readonly page: number
  readonly marks: readonly ViewerMark[]
  readonly matches: readonly ViewerMatch[]
  readonly activeId: string | null
}

const percent = (share: number) => `${share * 100}%`

/** Marks and search hits of one page, in percent of it, so that zoom needs no second calculation. */
export function PageOverlay({ page, marks, matches, activeId }: PageOverlayProps) {
  return (
    <div className="pointer-events-none absolute inset-0">
      {matches
        .filter((match) => match.page === page)
        .map((match) => (
          <Rects
            key={match.id}
            id={match.id}
            rects={match.rects}
            active={match.id === activeId}
            kind="match"
          />
        ))}
      {marks
        .filter((mark) => mark.page === page)
        .map((mark) => (
          <Rects
            key={mark.id}
            id={mark.id}
            rects={mark.rects}
            active={mark.id === activeId}
            kind="mark"
            label={toMarkLabel(mark.marker)}
          />
        ))}
    </div>
  )
}

interface RectsProps {
  readonly id: string
  readonly rects: readonly (readonly [number, number, number, number])[]
  readonly active: boolean
  readonly kind: 'mark' | 'match'
  readonly label?: string
}

const LOOK = {
  mark: { active: 'bg-page-marker', rest: 'bg-page-marker/40' },
  // In sRGB: multiplied, the wide blue comes out green.
  match: { active: 'bg-[rgb(120_195_245/0.75)]', rest: 'bg-[rgb(120_195_245/0.35)]' },
}

function Rects({ id, rects, active, kind, label }: RectsProps) {
  return rects.map(([x, y, w, h], index) => (
    <mark
      // biome-ignore lint/suspicious/noArrayIndexKey: the rectangles of a range never change their order
      key={index}
      tabIndex={-1}
      {...(index === 0 ? { 'data-mark': id } : {})}
      data-active={active || undefined}
      className={`absolute rounded-[1px] mix-blend-multiply outline-offset-2 ${LOOK[kind][active ? 'active' : 'rest']}`}
      style={{ left: percent(x), top: percent(y), width: percent(w), height: percent(h) }}
    >
      {index === 0 && label && <span className="sr-only">{label}</span>}
    </mark>
  ))
}
