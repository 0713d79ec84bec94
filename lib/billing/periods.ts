/** A month of a workspace; `end` is exclusive. */
export interface Period {
  readonly start: Date
  readonly end: Date
}

/**
 * `anchor` moved by whole months, in UTC, on the anchor's day of the month or the month's last day where it has fewer:
 * 31 Jan → 28 Feb → 31 Mar. Always counted from the anchor, never from the last period, so that days do not drift.
 */
export function addMonths(anchor: Date, months: number): Date {
  const year = anchor.getUTCFullYear()
  const month = anchor.getUTCMonth() + months
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const moved = new Date(anchor)
  moved.setUTCFullYear(year, month, Math.min(anchor.getUTCDate(), lastDay))
  return moved
}

/** The period, counted from `anchor`, that holds `at`. */
export function periodOf(anchor: Date, at: Date): Period {
  const years = at.getUTCFullYear() - anchor.getUTCFullYear()
  const months = years * 12 + at.getUTCMonth() - anchor.getUTCMonth()
  const candidate = addMonths(anchor, months)
  const first = candidate.getTime() <= at.getTime() ? months : months - 1
  return { start: addMonths(anchor, first), end: addMonths(anchor, first + 1) }
}
