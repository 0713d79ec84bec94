import type { Demand } from '#lib/billing/plans.ts'
import { PLAN_INTERVALS, PLAN_KEYS, type PlanInterval, type PlanKey } from '#lib/billing/schema.ts'

/** What the address of the pricing page says: all of it may be left out. */
export interface PricingQuery {
  readonly interval: PlanInterval
  /** The plan to begin with. */
  readonly plan: PlanKey | null
  /** Slug of the workspace that one comes from. */
  readonly workspace: string | null
  readonly demand: Demand
}

type Params = Record<string, string | string[] | undefined>

export const DEMAND_FIELDS = ['documents', 'pages', 'questions', 'people'] as const
export type DemandField = (typeof DEMAND_FIELDS)[number]
export type DemandText = Record<DemandField, string>

/** Somebody who reads for a living: a little more than Free holds. */
const EXAMPLE: Record<DemandField, number> = { documents: 40, pages: 800, questions: 200, people: 1 }
const MAX = 10_000_000

export function toPricingQuery(params: Params): PricingQuery {
  return {
    interval: PLAN_INTERVALS.find((interval) => interval === params.interval) ?? 'month',
    plan: PLAN_KEYS.find((key) => key === params.plan) ?? null,
    workspace: typeof params.workspace === 'string' ? params.workspace : null,
    demand: toDemand({
      documents: toText(params, 'documents'),
      pages: toText(params, 'pages'),
      questions: toText(params, 'questions'),
      people: toText(params, 'people'),
    }),
  }
}

function toText(params: Params, field: DemandField): string {
  const value = params[field]
  return typeof value === 'string' ? value : String(EXAMPLE[field])
}

/** What stands in the fields as numbers; what is no number counts as nothing. */
export function toDemand(text: DemandText): Demand {
  const number = (value: string) =>
    Math.min(MAX, Math.max(0, Math.ceil(Number(value.replace(/[ ,]/g, '')) || 0)))
  return {
    documents: number(text.documents),
    pages: number(text.pages),
    questionsPerMonth: number(text.questions),
    seats: Math.max(1, number(text.people)),
  }
}

/** The page with something changed, and the rest as it is. */
export function pricingPath(
  query: PricingQuery,
  change: Partial<Pick<PricingQuery, 'interval' | 'plan'>>,
): string {
  const { interval, plan, workspace } = { ...query, ...change }
  const params = new URLSearchParams()
  if (interval !== 'month') params.set('interval', interval)
  if (plan) params.set('plan', plan)
  if (workspace) params.set('workspace', workspace)
  return params.size > 0 ? `/pricing?${params}` : '/pricing'
}
