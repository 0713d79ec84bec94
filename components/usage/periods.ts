import type { Days } from './queries.ts'

const DAY_MS = 86_400_000

export const PERIODS = [
  { value: '30', label: 'Last 30 days' },
  { value: '7', label: 'Last 7 days' },
  { value: '90', label: 'Last 90 days' },
  { value: '366', label: 'Last 366 days' },
] as const
export type PeriodKey = (typeof PERIODS)[number]['value']

/** The last days up to today, in UTC. */
export function toDays(period: PeriodKey, now: Date): Required<Days> {
  const day = (millis: number) => new Date(millis).toISOString().slice(0, 10)
  return { from: day(now.getTime() - (Number(period) - 1) * DAY_MS), to: day(now.getTime()) }
}

/** Every day of a range, those without use as well. */
export function fillDays(
  { from, to }: Required<Days>,
  items: readonly { key: string | null; credits: number }[],
): { day: string; value: number }[] {
  const known = new Map(items.map(({ key, credits }) => [key, credits]))
  const days: { day: string; value: number }[] = []
  for (let millis = Date.parse(from); millis <= Date.parse(to); millis += DAY_MS) {
    const day = new Date(millis).toISOString().slice(0, 10)
    days.push({ day, value: known.get(day) ?? 0 })
  }
  return days
}
