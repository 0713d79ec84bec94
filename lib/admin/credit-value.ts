import { PLANS, type Plan } from '#lib/billing/plans.ts'
import { PLAN_KEYS, type PlanKey } from '#lib/billing/schema.ts'

const MICRO_USD_PER_CENT = 10_000
const MC_PER_CREDIT = 1_000

/**
 * What one credit of a plan is worth, in millionths of a US dollar: the plan's monthly price ÷ the credits of its month
 * (both per seat where it is sold by seat). Free credits are worth nothing, and so are those of a contract, whose price
 * is not known here.
 *
 * margin of some usage = (charged − refunded credits) × value of a credit − what the models cost us.
 */
export function creditValueMicroUsd(planKey: PlanKey): number {
  const { priceCents, creditsMc }: Plan = PLANS[planKey]
  if (!priceCents || !creditsMc) return 0
  return (priceCents.month * MICRO_USD_PER_CENT * MC_PER_CREDIT) / creditsMc
}

/** The value of a credit by plan, for the database to join. */
export function creditValues(): { plan_key: PlanKey; micro_usd: number }[] {
  return PLAN_KEYS.map((planKey) => ({ plan_key: planKey, micro_usd: creditValueMicroUsd(planKey) }))
}
