import type { PlanKey } from '#lib/billing/schema.ts'

/** The page of all plans, for the workspace that one comes from. */
export function pricingHref(slug: string, planKey?: PlanKey): string {
  return `/pricing?${new URLSearchParams({ ...(planKey ? { plan: planKey } : {}), workspace: slug })}`
}
