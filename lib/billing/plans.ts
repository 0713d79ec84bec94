import type { Feature, LimitKey, Limits, PlanKey } from './schema.ts'

/**
 * The catalogue. Enforcement, prices on pages, the calculator and the products at the payment provider are all made
 * from it. Amounts of credits are integer milli-credits (mc): 1 credit = 1,000 mc.
 */
export interface Plan {
  readonly key: PlanKey
  readonly name: string
  /** Rises when figures change; who bought an older version keeps it. */
  readonly version: number
  /** US cents for a month and for a year, per seat where `perSeat`; null = by contract. */
  readonly priceCents: { readonly month: number; readonly year: number } | null
  /** Pages, documents, credits and the price are per seat and pooled. */
  readonly perSeat: boolean
  readonly minSeats: number
  /** null = by contract. */
  readonly creditsMc: number | null
  readonly limits: Limits
  readonly features: readonly Feature[]
}

const MEBIBYTE = 1_048_576
const CREDIT_MC = 1_000

export const PLANS = {
  free: {
    key: 'free',
    name: 'Free',
    version: 1,
    priceCents: { month: 0, year: 0 },
    perSeat: false,
    minSeats: 1,
    creditsMc: 50 * CREDIT_MC,
    limits: {
      pages: 150,
      documents: 5,
      pagesPerDocument: 50,
      bytesPerDocument: 10 * MEBIBYTE,
      seats: 1,
      apiKeys: 0,
      requestsPerMinute: 0,
    },
    features: [],
  },
  pro: {
    key: 'pro',
    name: 'Pro',
    version: 1,
    priceCents: { month: 1_500, year: 14_400 },
    perSeat: false,
    minSeats: 1,
    creditsMc: 1_500 * CREDIT_MC,
    limits: {
      pages: 5_000,
      documents: 300,
      pagesPerDocument: 1_000,
      bytesPerDocument: 50 * MEBIBYTE,
      seats: 1,
      apiKeys: 2,
      requestsPerMinute: 60,
    },
    features: ['ocr', 'mindMap', 'apiKeys'],
  },
  team: {
    key: 'team',
    name: 'Team',
    version: 1,
    priceCents: { month: 2_500, year: 24_000 },
    perSeat: true,
    minSeats: 3,
    creditsMc: 2_500 * CREDIT_MC,
    limits: {
      pages: 10_000,
      documents: 2_000,
      pagesPerDocument: 2_000,
      bytesPerDocument: 100 * MEBIBYTE,
      seats: 1,
      apiKeys: 20,
      requestsPerMinute: 300,
    },
    features: ['ocr', 'mindMap', 'apiKeys', 'members'],
  },
  enterprise: {
    key: 'enterprise',
    name: 'Enterprise',
    version: 1,
    priceCents: null,
    perSeat: true,
    minSeats: 3,
    creditsMc: null,
    limits: {
      pages: null,
      documents: null,
      pagesPerDocument: null,
      bytesPerDocument: null,
      seats: null,
      apiKeys: null,
      requestsPerMinute: null,
    },
    features: ['ocr', 'mindMap', 'apiKeys', 'members'],
  },
} as const satisfies Record<PlanKey, Plan>

/** From the smallest to the largest; an upgrade goes to the right. */
export const PLAN_ORDER = ['free', 'pro', 'team', 'enterprise'] as const satisfies readonly PlanKey[]

/** What an event costs, in mc (a quote's are per page with a floor). */
export const PRICES = {
  answer: 1_000,
  ingest: 0,
  questionMindMap: 2_000,
  ocrPage: 500,
  reindex: { perPage: 20, atLeast: 1_000 },
  summary: { perPage: 50, atLeast: 1_000 },
  documentMindMap: { perPage: 100, atLeast: 2_000 },
} as const

/** What a plan's figures come to for a number of seats. */
export interface PlanFigures {
  readonly limits: Limits
  readonly creditsMc: number
}

const POOLED = ['pages', 'documents', 'seats'] as const satisfies readonly LimitKey[]

/**
 * The figures that hold for a workspace on `planKey` before overrides. What a contract leaves open is Team's.
 *
 * @param seats at least the plan's minimum counts; without effect where the plan is not sold per seat.
 */
export function planFigures(planKey: PlanKey, seats = 0): PlanFigures {
  const plan: Plan = planKey === 'enterprise' ? PLANS.team : PLANS[planKey]
  const count = plan.perSeat ? Math.max(seats, plan.minSeats) : 1
  const limits = { ...plan.limits }
  for (const key of POOLED) {
    const one = limits[key]
    if (one !== null) limits[key] = one * count
  }
  return { limits, creditsMc: (plan.creditsMc ?? 0) * count }
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

/**
 * What an answer costs that was stopped after its first text: min(1,000, ⌈(input + 4 × output tokens) / 10⌉) mc, at
 * least 1.
 */
export function stoppedAnswerMc(inputTokens: number, outputTokens: number): number {
  const measured = Math.ceil((inputTokens + 4 * outputTokens) / 10)
  return Math.min(PRICES.answer, Math.max(1, measured))
}

/** Milli-credits as a number of credits with at most three decimals. */
export function toCredits(mc: number): number {
  return Math.round(mc) / CREDIT_MC
}

/** A number of credits as integer milli-credits. */
export function toMilliCredits(credits: number): number {
  return Math.round(credits * CREDIT_MC)
}

/** Milli-credits as people read them, e.g. 1,499.75. */
export function formatCredits(mc: number): string {
  return toCredits(mc).toLocaleString('en-US', { maximumFractionDigits: 3 })
}
