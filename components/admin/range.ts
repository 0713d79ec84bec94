const DAY_MS = 86_400_000
const MAX_DAYS = 366
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Days in UTC, both included. */
export interface Range {
  readonly from: string
  readonly to: string
}

/** The last `days` days up to today. */
export function lastDays(days: number, now = new Date()): Range {
  return { from: toDay(new Date(now.getTime() - (days - 1) * DAY_MS)), to: toDay(now) }
}

/** The calendar month that holds `now`, or the one before it. */
export function monthRange(monthsAgo: 0 | 1, now = new Date()): Range {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth() - monthsAgo]
  const end = new Date(Date.UTC(year, month + 1, 0))
  return { from: toDay(new Date(Date.UTC(year, month, 1))), to: toDay(end < now ? end : now) }
}

/** What the address says, where that is a range that can be asked for; else the last 30 days. */
export function readRange(search: Pick<URLSearchParams, 'get'>, now = new Date()): Range {
  const [from, to] = [search.get('from') ?? '', search.get('to') ?? '']
  return isRange({ from, to }) ? { from, to } : lastDays(30, now)
}

export function isRange({ from, to }: Range): boolean {
  if (!DAY.test(from) || !DAY.test(to)) return false
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1
  return days >= 1 && days <= MAX_DAYS
}

/** Every day of a range, those without any usage as well. */
export function listDays({ from, to }: Range): string[] {
  const days: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) days.push(toDay(new Date(at)))
  return days
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}
