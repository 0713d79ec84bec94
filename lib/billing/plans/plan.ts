import type { Feature, Limits, PlanKey } from '#lib/billing/schema.ts'

/** One version of a plan. Amounts of credits are integer milli-credits (mc): 1 credit = 1,000 mc. */
export interface Plan {
  readonly key: PlanKey
  readonly name: string
  /** Who it is for, to stand after "Best for". */
  readonly bestFor: string
  /** Rises when figures change; who is on an older version keeps it. */
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
  /** Whose figures hold where a contract says nothing. */
  readonly opensWith?: { readonly key: PlanKey; readonly version: number }
}

/** Every version of every plan, the oldest first. */
export type Catalogue = Readonly<Record<PlanKey, readonly [Plan, ...Plan[]]>>
