import type { Feature, PlanKey } from '#lib/billing/schema.ts'
import { PLAN_ORDER, PLANS } from './catalogue.ts'
import { formatCredits } from './credits.ts'
import { planFigures } from './figures.ts'
import type { Plan } from './plan.ts'
import { PRICES } from './prices.ts'

const MEBIBYTE = 1_048_576
const BY_CONTRACT = 'by contract'

export const FEATURE_NAMES: Record<Feature, string> = {
  ocr: 'Reading scanned pages',
  mindMap: 'Mind maps of whole documents',
  apiKeys: 'API',
  members: 'Members with roles',
}

/** What of the features works today; of the others every page says that they are still coming. */
const SHIPPED: readonly Feature[] = []

/** Whether a feature works today. */
export function isShipped(feature: Feature): boolean {
  return SHIPPED.includes(feature)
}

/** A line of the comparison of plans; `values` are to be read, true and false are "yes" and "no". */
export interface ComparisonRow {
  readonly key: string
  readonly label: string
  readonly values: Readonly<Record<PlanKey, string | boolean>>
  /** Nobody has it yet. */
  readonly coming: boolean
}

/** A line of what a plan adds. */
export interface PlanHighlight {
  readonly text: string
  /** Nobody has it yet. */
  readonly coming: boolean
}

/** All that tells the plans apart, from the figures that are enforced. */
export function comparisonRows(): ComparisonRow[] {
  return [
    row('price', 'Price a month', (plan) => priceText(plan, 'month')),
    row('priceYear', 'Price a month, paid by the year', (plan) => priceText(plan, 'year')),
    row('credits', 'Credits a month', ({ creditsMc, perSeat }) =>
      creditsMc === null ? BY_CONTRACT : `${formatCredits(creditsMc)}${each(perSeat)}`,
    ),
    row('answers', 'Answers a month', ({ creditsMc, perSeat }) =>
      amount(creditsMc && Math.floor(creditsMc / PRICES.answer), perSeat),
    ),
    row('pages', 'Pages stored', ({ limits, perSeat }) => amount(limits.pages, perSeat)),
    row('documents', 'Documents', ({ limits, perSeat }) => amount(limits.documents, perSeat)),
    row('pagesPerDocument', 'Pages in one document', ({ limits }) => amount(limits.pagesPerDocument, false)),
    row('bytesPerDocument', 'Size of one file', ({ limits }) => sizeText(limits.bytesPerDocument)),
    row('ocr', FEATURE_NAMES.ocr, has('ocr'), 'ocr'),
    row('mindMap', FEATURE_NAMES.mindMap, has('mindMap'), 'mindMap'),
    row('apiKeys', 'API keys', ({ limits }) => amount(limits.apiKeys, false), 'apiKeys'),
    row(
      'requestsPerMinute',
      'API requests a minute',
      ({ limits }) => amount(limits.requestsPerMinute, false),
      'apiKeys',
    ),
    row(
      'seats',
      'Members',
      ({ limits, perSeat }) =>
        perSeat ? (limits.seats === null ? BY_CONTRACT : 'by seat, shared') : amount(limits.seats, false),
      'members',
    ),
  ]
}

function row(
  key: string,
  label: string,
  value: (plan: Plan) => string | boolean,
  feature?: Feature,
): ComparisonRow {
  const { free, pro, team, enterprise } = PLANS
  return {
    key,
    label,
    values: { free: value(free), pro: value(pro), team: value(team), enterprise: value(enterprise) },
    coming: feature !== undefined && !isShipped(feature),
  }
}

function has(feature: Feature) {
  return ({ features }: Plan) => features.includes(feature)
}

/** What a plan holds more than the one before it, in a few lines. */
export function planHighlights(planKey: PlanKey): PlanHighlight[] {
  const plan: Plan = PLANS[planKey]
  const before = PLAN_ORDER[PLAN_ORDER.indexOf(planKey) - 1]
  const added = plan.features.filter((feature) => !before || !includes(PLANS[before], feature))
  if (plan.priceCents === null) {
    return [
      { text: `Everything in ${PLANS.team.name}`, coming: false },
      { text: 'Limits and credits by contract', coming: false },
      { text: 'Your own model, with your own key', coming: true },
    ]
  }
  return [
    ...figureLines(plan).map((text) => ({ text, coming: false })),
    ...added.map((feature) => ({ text: featureLine(plan, feature), coming: !isShipped(feature) })),
  ]
}

function figureLines(plan: Plan): string[] {
  const { limits, creditsMc } = planFigures(plan)
  const { perSeat, minSeats } = plan
  return [
    ...(perSeat ? [`Shared by ${minSeats} people or more`] : []),
    `${count(Math.floor((perSeat ? creditsMc / minSeats : creditsMc) / PRICES.answer))} answers a month${each(perSeat)}`,
    `${count(plan.limits.pages ?? 0)} pages in ${count(plan.limits.documents ?? 0)} documents${each(perSeat)}`,
    `Documents of up to ${count(limits.pagesPerDocument ?? 0)} pages and ${sizeText(limits.bytesPerDocument)}`,
  ]
}

function featureLine({ limits }: Plan, feature: Feature): string {
  return feature === 'apiKeys' && limits.apiKeys !== null
    ? `API with ${count(limits.apiKeys)} keys`
    : FEATURE_NAMES[feature]
}

function includes(plan: Plan, feature: Feature): boolean {
  return plan.features.includes(feature)
}

/** What another passage length for a document costs, in words. */
export function reindexPriceText(): string {
  const { perPage, atLeast } = PRICES.reindex
  return `${formatCredits(perPage)} credits a page, at least ${formatCredits(atLeast)}`
}

/**
 * What a month costs, in words.
 *
 * @param interval by the year it is the twelfth part of the year's price.
 */
export function priceText({ priceCents, perSeat }: Plan, interval: 'month' | 'year'): string {
  if (priceCents === null) return BY_CONTRACT
  if (priceCents.month === 0) return '$0'
  const cents = interval === 'month' ? priceCents.month : priceCents.year / 12
  return `${dollars(cents)}${perSeat ? ' per seat' : ''}`
}

/** What paying by the year saves of twelve months, for one seat, in US cents; 0 where there is nothing to save. */
export function yearlySavingCents({ priceCents }: Plan): number {
  return priceCents === null ? 0 : priceCents.month * 12 - priceCents.year
}

/** US cents in words, e.g. "$15" or "$12.50". */
export function dollars(cents: number): string {
  return (cents / 100).toLocaleString('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: cents % 100 === 0 ? 0 : 2,
  })
}

function amount(value: number | null, perSeat: boolean): string {
  if (value === null) return BY_CONTRACT
  return value === 0 ? 'none' : `${count(value)}${each(perSeat)}`
}

function each(perSeat: boolean): string {
  return perSeat ? ' per seat' : ''
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}

function sizeText(bytes: number | null): string {
  return bytes === null ? BY_CONTRACT : `${count(Math.floor(bytes / MEBIBYTE))} MB`
}
