import type { Feature, LimitKey, Limits, PlanKey } from '#lib/billing/schema.ts'
import { CATALOGUE, PLAN_ORDER, PLANS, planOf } from './catalogue.ts'
import type { Catalogue, Plan } from './plan.ts'

/** What a plan's figures come to for a number of seats. */
export interface PlanFigures {
  readonly limits: Limits
  readonly creditsMc: number
}

const POOLED = ['pages', 'documents', 'seats'] as const satisfies readonly LimitKey[]

/**
 * The figures of a plan before overrides. What a contract leaves open is that of the plan it opens with.
 *
 * @param plan a version of the catalogue; a key stands for what can be had now.
 * @param seats at least the plan's minimum counts; without effect where the plan is not sold per seat.
 */
export function planFigures(plan: Plan | PlanKey, seats = 0, catalogue: Catalogue = CATALOGUE): PlanFigures {
  const figures = figuresPlan(typeof plan === 'string' ? PLANS[plan] : plan, catalogue)
  const count = figures.perSeat ? Math.max(seats, figures.minSeats) : 1
  const limits = { ...figures.limits }
  for (const key of POOLED) {
    const one = limits[key]
    if (one !== null) limits[key] = one * count
  }
  return { limits, creditsMc: (figures.creditsMc ?? 0) * count }
}

function figuresPlan(plan: Plan, catalogue: Catalogue): Plan {
  return plan.opensWith ? planOf(plan.opensWith.key, plan.opensWith.version, catalogue) : plan
}

/** How many seats count on a plan, of those asked for: at least its minimum, and one where it is not sold per seat. */
export function seatsOn({ perSeat, minSeats }: Pick<Plan, 'perSeat' | 'minSeats'>, asked = 0): number {
  return perSeat ? Math.max(asked, minSeats) : 1
}

/** The smallest plan that has `feature`. */
export function planWithFeature(feature: Feature): PlanKey | undefined {
  return PLAN_ORDER.find((key) => PLANS[key].features.some((each) => each === feature))
}

/** The smallest plan above `planKey` that allows more of `key`; undefined when none does. */
export function planWithMore(planKey: PlanKey, key: LimitKey | 'credits'): PlanKey | undefined {
  const here = figureOf(planKey, key)
  return PLAN_ORDER.slice(PLAN_ORDER.indexOf(planKey) + 1).find((each) => figureOf(each, key) > here)
}

function figureOf(planKey: PlanKey, key: LimitKey | 'credits'): number {
  const figures = planFigures(planKey)
  const value = key === 'credits' ? figures.creditsMc : figures.limits[key]
  // By contract, more than any figure of the catalogue can be agreed.
  return PLANS[planKey].priceCents === null || value === null ? Number.POSITIVE_INFINITY : value
}

/** Where somebody who may pay goes for `planKey`. */
export function upgradeUrl(planKey: PlanKey): string {
  return `/pricing?plan=${planKey}`
}
