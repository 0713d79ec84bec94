/** "1 Dec", or in full "1 December 2026", as the calendar stands in `timeZone`; that of the browser if left out. */
export function toDay(instant: string, timeZone?: string, full = false): string {
  return new Date(instant).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: full ? 'long' : 'short',
    ...(full ? { year: 'numeric' } : {}),
    ...(timeZone ? { timeZone } : {}),
  })
}

/** Where the person is: as their account says, else (an account that was never told) as the browser says. */
export function personZone({ timeZone }: { timeZone: string }): string {
  return timeZone === 'UTC' ? Intl.DateTimeFormat().resolvedOptions().timeZone : timeZone
}
