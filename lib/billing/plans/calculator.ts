import type { PlanKey } from '#lib/billing/schema.ts'
import { PLAN_ORDER, PLANS } from './catalogue.ts'
import { planFigures, seatsOn } from './figures.ts'
import type { Plan } from './plan.ts'
import { PRICES } from './prices.ts'

/** What somebody means to do. */
export interface Demand {
  readonly documents: number
  readonly pages: number
  readonly questionsPerMonth: number
  /** People. */
  readonly seats: number
}

export interface Recommendation {
  readonly planKey: PlanKey
  /** How many seats of it; 1 where it is not sold per seat. */
  readonly seats: number
  /** For all seats, in US cents; null = by contract. */
  readonly priceCents: { readonly month: number; readonly year: number } | null
}

/** The plan that holds the demand for the least money a month, by the figures that are enforced. */
export function cheapestPlanFor(demand: Demand): Recommendation {
  const [first, ...others] = PLAN_ORDER.flatMap((key) => offer(PLANS[key], toWhole(demand)))
  if (!first)
    return { planKey: 'enterprise', seats: seatsOn(PLANS.enterprise, demand.seats), priceCents: null }
  return others.reduce((best, each) => (monthly(each) < monthly(best) ? each : best), first)
}

/** A plan for the demand, with as many seats as it takes; nothing where no number of seats is enough. */
function offer(plan: Plan, demand: Demand): Recommendation[] {
  if (plan.priceCents === null) return []
  const seats = seatsOn(plan, Math.max(demand.seats, plan.perSeat ? seatsToHold(plan, demand) : 1))
  if (!holds(plan, seats, demand)) return []
  const { month, year } = plan.priceCents
  return [{ planKey: plan.key, seats, priceCents: { month: month * seats, year: year * seats } }]
}

function seatsToHold({ limits, creditsMc }: Plan, demand: Demand): number {
  const share = (wanted: number, each: number | null) => (each ? Math.ceil(wanted / each) : 1)
  return Math.max(
    share(demand.documents, limits.documents),
    share(demand.pages, limits.pages),
    share(demand.questionsPerMonth * PRICES.answer, creditsMc),
  )
}

function holds(plan: Plan, seats: number, demand: Demand): boolean {
  const { limits, creditsMc } = planFigures(plan, seats)
  const fits = (wanted: number, limit: number | null) => limit === null || wanted <= limit
  return (
    fits(demand.documents, limits.documents) &&
    fits(demand.pages, limits.pages) &&
    // Nothing says how the pages lie in the documents: evenly is the least that one of them must hold.
    fits(Math.ceil(demand.pages / Math.max(1, demand.documents)), limits.pagesPerDocument) &&
    fits(demand.seats, limits.seats) &&
    demand.questionsPerMonth * PRICES.answer <= creditsMc
  )
}

function monthly({ priceCents }: Recommendation): number {
  return priceCents?.month ?? Number.POSITIVE_INFINITY
}

/** What a form may hold: nothing yet, a fraction, a minus. */
function toWhole({ documents, pages, questionsPerMonth, seats }: Demand): Demand {
  const whole = (value: number) => (Number.isFinite(value) ? Math.max(0, Math.ceil(value)) : 0)
  return {
    documents: whole(documents),
    pages: whole(pages),
    questionsPerMonth: whole(questionsPerMonth),
    seats: Math.max(1, whole(seats)),
  }
}
