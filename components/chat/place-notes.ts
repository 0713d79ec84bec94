export interface NoteMeasure {
  /** Top of the marker, in px from the top of the answer. */
  anchor: number
  /** Height with the quote in full. */
  full: number
  /** Height as one line. */
  line: number
}

export interface NotePlace {
  top: number
  compact: boolean
}

/** A note may stand at most two lines of the answer below its marker, else the ones above it are cut to one line. */
const MAX_DRIFT_PX = 56

/**
 * Places sidenotes at their anchors, in the order given, none over another. A note shows its quote only while the next
 * one stays near its own marker; pushed down without this rule, a note per sentence ends far below its sentence.
 */
export function placeNotes(notes: readonly NoteMeasure[]): NotePlace[] {
  const places: NotePlace[] = []
  let bottom = Number.NEGATIVE_INFINITY
  for (const [index, note] of notes.entries()) {
    const top = Math.max(note.anchor, bottom)
    const next = notes[index + 1]
    const compact =
      next !== undefined && note.full > note.line && top + note.full - next.anchor > MAX_DRIFT_PX
    places.push({ top, compact })
    bottom = top + (compact ? note.line : note.full)
  }
  return places
}

/** Whether two placements look the same, so that a measurement without a change draws nothing. */
export function isSamePlace(one: NotePlace | undefined, other: NotePlace | undefined): boolean {
  if (!one || !other) return one === other
  return one.compact === other.compact && Math.abs(one.top - other.top) < 0.5
}
