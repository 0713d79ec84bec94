const UNITS = ['bytes', 'KB', 'MB', 'GB']
const STEP = 1024

/** A size as people read it: 3.4 MB. */
export function formatSize(bytes: number): string {
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(STEP)), UNITS.length - 1)
  const value = bytes / STEP ** power
  return `${value.toLocaleString('en', { maximumFractionDigits: power === 0 || value >= 10 ? 0 : 1 })} ${UNITS[power]}`
}

const DAY_MS = 24 * 60 * 60 * 1000

/** When something was added: just now, today, yesterday, else the date. */
export function formatAdded(instant: string, now: Date): string {
  const then = new Date(instant)
  if (now.getTime() - then.getTime() < 60_000) return 'just now'
  const days = Math.round((startOfDay(now) - startOfDay(then)) / DAY_MS)
  if (days === 0) return 'today'
  if (days === 1) return 'yesterday'
  const sameYear = then.getFullYear() === now.getFullYear()
  return then.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

/** "40 s", "2 min": how much longer it will take, about. */
export function formatRemaining(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}

/** As many ranges as are read at a glance. */
const MAX_RANGES = 4

/** 3, 4, 5, 9 as "3–5, 9"; of many ranges the first ones and "…". */
export function formatPages(pages: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const page of [...pages].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && last[1] + 1 === page) last[1] = page
    else ranges.push([page, page])
  }
  const named = ranges.slice(0, MAX_RANGES).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`))
  return [...named, ...(ranges.length > MAX_RANGES ? ['…'] : [])].join(', ')
}
