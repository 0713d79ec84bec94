import { toDay } from '#components/billing/day.ts'
import { formatCredits, toMilliCredits } from '#lib/billing/plans.ts'
import type { Me } from '#lib/workspaces/schema.ts'

/** From this share on the next questions are counted, where they are written. */
const TELL_FROM = 0.95

/** "1 credit left until 24 December", once nearly all are used; null before, and where there are none to count. */
export function describeCreditsLeft(
  { granted, purchased, used, held, resetsAt }: Me['active']['usage']['credits'],
  timeZone: string,
): string | null {
  const all = granted + purchased
  const spent = used + held
  if (all <= 0 || spent < TELL_FROM * all) return null
  const left = Math.max(0, all - spent)
  const amount = left === 0 ? 'No' : formatCredits(toMilliCredits(left))
  const until = toDay(resetsAt, timeZone, true).replace(/ \d{4}$/, '')
  // What was bought does not end with the month.
  return `${amount} ${left === 1 ? 'credit' : 'credits'} left${purchased > 0 ? '' : ` until ${until}`}`
}
