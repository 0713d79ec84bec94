import type { Demand } from '#lib/billing/plans.ts'
import { PLAN_INTERVALS, PLAN_KEYS, type PlanInterval, type PlanKey } from '#lib/billing/schema.ts'

/** What the address of the pricing page says: all of it may be left out. */
export interface PricingQuery {
  readonly interval: PlanInterval
  /** The plan to begin with. */
  readonly plan: PlanKey | null
  /** Slug of the workspace that one comes from. */
  readonly workspace: string | null
  /** What stands in the calculator. */
  readonly demand: DemandText
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
    demand: {
      documents: toText(params, 'documents'),
      pages: toText(params, 'pages'),
      questions: toText(params, 'questions'),
      people: toText(params, 'people'),
    },
  }
}

function toText(params: Params, field: DemandField): string {
  const value = params[field]
  return typeof value === 'string' ? value : String(EXAMPLE[field])
}

/** What is wrong with what stands in the fields; nothing where all of it can be worked out. */
export function findDemandErrors(text: DemandText): Partial<DemandText> {
  return Object.fromEntries(
    DEMAND_FIELDS.flatMap((field) => {
      const error = findError(text[field], field === 'people' ? 1 : 0)
      return error ? [[field, error]] : []
    }),
  )
}

function findError(text: string, least: number): string | null {
  const value = toNumber(text)
  if (value === null || value < least) return `Write a whole number, ${least} or more.`
  return value > MAX ? `Write at most ${MAX.toLocaleString('en-US')}.` : null
}

/** Digits, with blanks or commas between thousands. */
function toNumber(text: string): number | null {
  const digits = text.replace(/[ ,]/g, '')
  return /^\d+$/.test(digits) ? Number(digits) : null
}

/** What stands in the fields as numbers; null while something in them is none. */
export function toDemand(text: DemandText): Demand | null {
  if (Object.keys(findDemandErrors(text)).length > 0) return null
  return {
    documents: toNumber(text.documents) ?? 0,
    pages: toNumber(text.pages) ?? 0,
    questionsPerMonth: toNumber(text.questions) ?? 0,
    seats: toNumber(text.people) ?? 1,
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
