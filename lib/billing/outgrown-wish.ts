import { PLAN_ORDER, PLANS } from './plans.ts'
import type { PlanKey } from './schema.ts'

interface PlanAndSeats {
  readonly planKey: PlanKey
  readonly seats: number
}

/** Whether `wish` is for more than a workspace has: a larger plan, or more seats of the same. */
export function isMore(wish: PlanAndSeats, has: PlanAndSeats): boolean {
  return wish.planKey === has.planKey
    ? wish.seats > has.seats
    : PLAN_ORDER.indexOf(wish.planKey) > PLAN_ORDER.indexOf(has.planKey)
}

/** "Team with 5 seats". */
export function describePlan({ planKey, seats }: PlanAndSeats): string {
  const { name, perSeat } = PLANS[planKey]
  return perSeat ? `${name} with ${seats.toLocaleString('en-US')} seats` : name
}
