import * as z from 'zod'
import { daySchema } from '#lib/platform/http/schema.ts'

/** The longest range that one question about usage may span. */
const MAX_RANGE_DAYS = 366
const DAY_MS = 86_400_000

export const cursorSchema = z.string().max(400).optional()
/** Credits are numbers with at most three decimals. */
export const creditsSchema = z.number()

/** Both days are included, in UTC. */
export const rangeShape = { from: daySchema, to: daySchema }

export function isRange({ from, to }: { from: string; to: string }): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1
  return days >= 1 && days <= MAX_RANGE_DAYS
}
export const rangeError = {
  error: `From has to come before to, at most ${MAX_RANGE_DAYS} days earlier.`,
  path: ['to'],
}
