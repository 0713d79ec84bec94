import {
  dollars,
  FEATURE_NAMES,
  formatCredits,
  PLAN_ORDER,
  PLANS,
  type Plan,
  planFigures,
  seatsOn,
  toMilliCredits,
} from '#lib/billing/plans.ts'
import {
  FEATURES,
  type Feature,
  LIMIT_KEYS,
  type LimitKey,
  type PlanKey,
  type Quote,
} from '#lib/billing/schema.ts'
import type { Problem } from '#lib/platform/http/schema.ts'
import type { Me } from '#lib/workspaces/schema.ts'
import { toDay } from './day.ts'

/** What somebody was about to do when the plan said no. */
export type Blocked =
  | { readonly what: 'question' }
  | { readonly what: 'files'; readonly names: readonly string[] }
  | { readonly what: 'document'; readonly name: string }
  | { readonly what: 'feature' }

/** What one unlocks, and what it costs. */
export interface Unlocks {
  readonly planKey: PlanKey
  readonly planName: string
  /** What was missing first, then the rest. */
  readonly lines: readonly string[]
  readonly price: string
}

/** A refusal by the plan in words: what is full, what waits, what still works, when it resets, what unlocks it. */
export interface Wall {
  readonly title: string
  readonly waits: string | null
  readonly goesOn: string
  readonly resets: string | null
  readonly unlocks: Unlocks | null
  /** Whether deleting documents helps. */
  readonly canMakeRoom: boolean
}

/** How much of what is asked for, in its own unit (credits in mc); null where the plan has no figure for it. */
interface Need {
  readonly key: LimitKey | 'credits'
  readonly amount: number
}

const MEBIBYTE = 1_048_576
const CODES = ['quota_exceeded', 'limit_reached', 'feature_not_in_plan', 'payment_required', 'billing_hold']

/** Whether a problem is the plan's: another plan, room or a payment takes it away. */
export function isWall(problem: Problem): boolean {
  if (problem.code === 'file_too_large') return typeof problem.planMaxBytes === 'number'
  return CODES.includes(problem.code)
}

/** @param timeZone the person's, for the day when there is more. */
export function describeWall(
  refused: Problem,
  me: Pick<Me, 'active'>,
  blocked: Blocked,
  timeZone: string,
): Wall {
  const problem = withUsed(refused, me)
  const unlocks = findUnlocks(problem, me)
  const { resetsAt } = problem
  return {
    title: toTitle(problem, me, unlocks),
    waits: toWaits(problem, blocked),
    goesOn: toGoesOn(problem),
    resets:
      problem.code === 'quota_exceeded' && typeof resetsAt === 'string'
        ? `There are new credits on ${toDay(resetsAt, timeZone, true)}.`
        : null,
    unlocks,
    canMakeRoom:
      problem.code === 'limit_reached' && ['documents', 'pages'].includes(String(problem.limitKey)),
  }
}

/** Whether what was refused would be taken now. */
export function isResolved(problem: Problem, { active }: Pick<Me, 'active'>): boolean {
  const { limits, usage, features, plan } = active
  if (plan.access === 'readOnly' || plan.access === 'hold') return false
  const feature = toFeature(problem)
  if (problem.code === 'feature_not_in_plan') return feature !== null && features[feature].allowed
  const need = toNeed(problem)
  if (!need) return true
  if (need.key === 'credits') {
    const { granted, used, held, purchased } = usage.credits
    return granted + purchased - used - held >= number(problem.requested)
  }
  const limit = limits[need.key]
  if (limit === null) return true
  return usedOf(need.key, usage) + number(problem.requested) <= limit
}

/** A refusal as it would be answered now: with the limits and the use of today. */
export function toCurrent(problem: Problem, me: Pick<Me, 'active'>): Problem {
  const { limits, usage, plan } = me.active
  if (plan.access === 'hold') return { ...problem, code: 'billing_hold' }
  if (plan.access === 'readOnly') return { ...problem, code: 'payment_required' }
  if (problem.code === 'file_too_large') return { ...problem, planMaxBytes: limits.bytesPerDocument }
  const need = toNeed(problem)
  if (!need || need.key === 'credits') return problem
  return { ...problem, limit: limits[need.key], used: usedOf(need.key, usage) }
}

/** The refusal that work of a known price would meet: it can be talked about before anybody pays or waits. */
export function toQuotaProblem(
  quote: Pick<Quote, 'credits' | 'remaining'>,
  { active }: Pick<Me, 'active'>,
): Problem {
  const { granted, purchased, used, held, resetsAt } = active.usage.credits
  return {
    ...{ type: 'about:blank', title: 'quota_exceeded', status: 402, code: 'quota_exceeded', requestId: '' },
    ...{ detail: 'There are not enough credits for it.', limit: granted + purchased, used, reserved: held },
    ...{ available: quote.remaining, requested: quote.credits, resetsAt },
  }
}

/** A refusal that came later, from the worker, does not say how much was used. */
function withUsed(problem: Problem, { active }: Pick<Me, 'active'>): Problem {
  const need = toNeed(problem)
  if (!need || need.key === 'credits' || typeof problem.used === 'number') return problem
  return { ...problem, used: usedOf(need.key, active.usage) }
}

function usedOf(key: LimitKey, usage: Me['active']['usage']): number {
  return key === 'pages' || key === 'documents' || key === 'seats' ? usage[key] : 0
}

function toTitle(problem: Problem, me: Pick<Me, 'active'>, unlocks: Unlocks | null): string {
  const limit = number(problem.limit)
  const used = number(problem.used)
  switch (problem.code) {
    case 'quota_exceeded': {
      const left = number(problem.available)
      if (left > 0)
        return `${formatCredits(toMilliCredits(left))} credits are left, and this takes ${formatCredits(toMilliCredits(number(problem.requested)))}`
      if (limit === 0) return 'No credits are left this month'
      return `All ${formatCredits(toMilliCredits(limit))} credits of this month are used`
    }
    case 'limit_reached':
      return fullTitle(problem, holderOf(problem, me), limit, used)
    case 'file_too_large':
      return `${holderOf(problem, me)} takes files of up to ${megabytes(number(problem.planMaxBytes))}, and this one has ${megabytes(number(problem.requested), true)}`
    case 'feature_not_in_plan': {
      const feature = toFeature(problem)
      const name = feature ? FEATURE_NAMES[feature] : 'This'
      return unlocks ? `${name}: with ${unlocks.planName}` : `${name}: not in your plan`
    }
    case 'payment_required':
      return 'A payment is open, so nothing new is taken'
    default:
      return 'This workspace is on hold'
  }
}

function fullTitle(problem: Problem, holder: string, limit: number, used: number): string {
  if (problem.limitKey === 'pagesPerDocument')
    return `${holder} takes documents of up to ${count(limit)} pages, and this one has ${count(number(problem.requested))}`
  const noun = problem.limitKey === 'seats' ? 'people' : String(problem.limitKey)
  if (used > limit) return `${holder} holds ${count(limit)} ${noun}, and there are ${count(used)}`
  const inUse = used === limit ? `all ${count(limit)} are in use` : `${count(used)} are in use`
  return `${holder} holds ${count(limit)} ${noun}, and ${inUse}`
}

/** "Free", or "This workspace" where staff have set another figure than the plan's. */
function holderOf(problem: Problem, { active }: Pick<Me, 'active'>): string {
  const need = toNeed(problem)
  const limit = problem.code === 'file_too_large' ? problem.planMaxBytes : problem.limit
  const figures = planFigures(active.plan.key, active.limits.seats ?? 0)
  const figure = need && need.key !== 'credits' ? figures.limits[need.key] : null
  return figure === limit ? PLANS[active.plan.key].name : 'This workspace'
}

function toWaits({ limitKey, requested }: Problem, blocked: Blocked): string | null {
  if (blocked.what === 'question') return 'Your question waits in its field.'
  if (blocked.what === 'document') return `“${blocked.name}” stays as it is.`
  if (blocked.what === 'feature') return null
  const [first, ...others] = blocked.names
  if (first === undefined) return null
  if (others.length > 0) return `“${first}” and ${others.length} more wait here.`
  return limitKey === 'pages'
    ? `“${first}” has ${pages(number(requested))} and waits here.`
    : `“${first}” waits here.`
}

function toGoesOn({ code }: Problem): string {
  if (code === 'quota_exceeded') return 'Reading, searching and exporting go on as before.'
  if (code === 'payment_required' || code === 'billing_hold') return 'Reading and exporting go on.'
  return 'Reading, asking and exporting go on as before.'
}

/** The smallest plan above the present one that would take it. */
function findUnlocks(problem: Problem, { active }: Pick<Me, 'active'>): Unlocks | null {
  const feature = toFeature(problem)
  const need = toNeed(problem)
  if (!need && !feature) return null
  const above = PLAN_ORDER.slice(PLAN_ORDER.indexOf(active.plan.key) + 1)
  const key = above.find((each) => (need ? holds(PLANS[each], need) : feature && has(PLANS[each], feature)))
  if (!key) return null
  return {
    planKey: key,
    planName: PLANS[key].name,
    lines: toLines(PLANS[key], need?.key ?? feature),
    price: toPrice(PLANS[key]),
  }
}

function has({ features }: Plan, feature: Feature): boolean {
  return features.includes(feature)
}

function holds(plan: Plan, { key, amount }: Need): boolean {
  if (plan.priceCents === null) return true
  const { limits, creditsMc } = planFigures(plan)
  const figure = key === 'credits' ? creditsMc : limits[key]
  return figure === null || figure >= amount
}

function toNeed(problem: Problem): Need | null {
  const requested = number(problem.requested)
  const used = number(problem.used)
  if (problem.code === 'quota_exceeded')
    return { key: 'credits', amount: toMilliCredits(used + number(problem.reserved) + requested) }
  if (problem.code === 'file_too_large') return { key: 'bytesPerDocument', amount: requested }
  const key = LIMIT_KEYS.find((each) => each === problem.limitKey)
  return problem.code === 'limit_reached' && key ? { key, amount: used + requested } : null
}

function toLines(plan: Plan, first: Need['key'] | Feature | null): string[] {
  if (plan.priceCents === null) return ['Limits and credits by contract']
  const { limits, creditsMc } = planFigures(plan)
  const lines: { key: Need['key']; text: string }[] = [
    { key: 'documents', text: `${count(limits.documents ?? 0)} documents` },
    { key: 'pages', text: `${count(limits.pages ?? 0)} pages` },
    { key: 'credits', text: `${formatCredits(creditsMc)} credits a month` },
  ]
  const missing = lines.find(({ key }) => key === first)?.text ?? otherLine(plan, first)
  const rest = lines.filter(({ text }) => text !== missing).map(({ text }) => text)
  return missing ? [missing, rest.join(', ')] : [rest.join(', ')]
}

function otherLine(plan: Plan, first: Need['key'] | Feature | null): string | null {
  const { limits } = planFigures(plan)
  if (first === 'pagesPerDocument') return `Documents of up to ${pages(limits.pagesPerDocument ?? 0)}`
  if (first === 'bytesPerDocument') return `Files of up to ${megabytes(limits.bytesPerDocument ?? 0)}`
  const feature = FEATURES.find((each) => each === first)
  return feature ? FEATURE_NAMES[feature] : null
}

/** What it costs for the fewest seats that it is sold for. */
export function toPrice(plan: Plan): string {
  if (plan.priceCents === null) return 'by contract'
  const seats = seatsOn(plan)
  const each = plan.perSeat ? ` for ${seats} people` : ''
  return `${dollars(plan.priceCents.month * seats)} a month${each}, or ${dollars(plan.priceCents.year * seats)} a year`
}

function toFeature(problem: Problem): Feature | null {
  return FEATURES.find((feature) => feature === problem.feature) ?? null
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}

function pages(value: number): string {
  return value === 1 ? '1 page' : `${count(value)} pages`
}

/** A file that is over by a little is never shown as large as the limit. */
function megabytes(bytes: number, up = false): string {
  const value = bytes / MEBIBYTE
  const rounded = up ? Math.ceil(value * 10) / 10 : Math.floor(value)
  return `${rounded.toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`
}
