import type { Role, WorkspaceContext } from '#lib/auth/context.ts'
import { AppError, type ProblemExtensions } from '#lib/platform/errors.ts'
import { accessText } from './access-text.ts'
import type { Balance } from './meter.ts'
import { formatCredits, PLANS, planWithFeature, planWithMore, toCredits, upgradeUrl } from './plans.ts'
import type { AccessState, Feature, LimitKey, PlanKey } from './schema.ts'

/** What a refusal says of the workspace it is about. */
export interface Standing {
  readonly planKey: PlanKey
  readonly access: AccessState
}

/** 402: the credits of the month are used up. Numbers are credits, not mc. */
export function quotaExceeded(
  ctx: Pick<WorkspaceContext, 'role'>,
  standing: Standing,
  balance: Balance,
  requestedMc: number,
): AppError {
  const requiredPlan = planWithMore(standing.planKey, 'credits')
  return new AppError(
    'quota_exceeded',
    `This needs ${creditsText(requestedMc)} and you have ${formatCredits(balance.availableMc)} left. ` +
      `Your credits renew on ${dayText(balance.resetsAt)}.`,
    {
      meter: 'credits',
      limit: toCredits(balance.limitMc),
      used: toCredits(balance.usedMc),
      reserved: toCredits(balance.reservedMc),
      available: toCredits(balance.availableMc),
      requested: toCredits(requestedMc),
      periodStart: balance.periodStart.toISOString(),
      resetsAt: balance.resetsAt.toISOString(),
      plan: standing.planKey,
      access: standing.access,
      ...wayOut(ctx.role, requiredPlan),
    },
  )
}

const STOCK_WORDS: Partial<Record<LimitKey, string>> = {
  documents: 'documents',
  pages: 'pages',
  seats: 'members',
}

/** 402: a stock of the plan (documents, pages, seats) is full. */
export function limitReached(
  ctx: Pick<WorkspaceContext, 'role'>,
  standing: Standing,
  stock: { limitKey: LimitKey; limit: number; used: number; requested: number },
): AppError {
  const requiredPlan = planWithMore(standing.planKey, stock.limitKey)
  return new AppError('limit_reached', limitText(stock), {
    ...stock,
    // Stocks are taken at once: nothing of them is held for later.
    reserved: 0,
    available: Math.max(0, stock.limit - stock.used),
    plan: standing.planKey,
    access: standing.access,
    ...wayOut(ctx.role, requiredPlan),
  })
}

/** What is full and what helps at once. A larger plan stands in the extensions, for a button that can be pressed. */
function limitText(stock: { limitKey: LimitKey; limit: number; used: number; requested: number }): string {
  const count = (amount: number) => amount.toLocaleString('en-US')
  if (stock.limitKey === 'pagesPerDocument') {
    return `Your plan takes documents of up to ${count(stock.limit)} pages and this one has ${count(stock.requested)}. Split it first.`
  }
  const noun = STOCK_WORDS[stock.limitKey] ?? stock.limitKey
  return `Your plan holds ${count(stock.limit)} ${noun} and you have ${count(stock.used)}. Delete some first.`
}

/** 402: the plan does not have `feature`. */
export function featureNotInPlan(
  ctx: Pick<WorkspaceContext, 'role'>,
  standing: Standing & { readonly reasons?: Readonly<Record<string, string>> },
  feature: Feature,
): AppError {
  // What was taken from a workspace comes with no plan.
  const requiredPlan = standing.reasons?.[feature] === undefined ? planWithFeature(feature) : undefined
  return new AppError('feature_not_in_plan', featureText(requiredPlan), {
    feature,
    plan: standing.planKey,
    access: standing.access,
    ...wayOut(ctx.role, requiredPlan),
  })
}

/** Why a feature is locked, for the page and for the refusal. */
export function featureText(requiredPlan: PlanKey | undefined): string {
  return requiredPlan
    ? `This comes with the ${PLANS[requiredPlan].name} plan.`
    : 'Switched off for this workspace. Ask us.'
}

/** 402 where nothing may be spent or added because of a payment; null where it may. */
export function accessProblem(ctx: Pick<WorkspaceContext, 'role'>, standing: Standing): AppError | null {
  const { access, planKey } = standing
  if (access === 'full' || access === 'grace') return null
  const code = access === 'readOnly' ? 'payment_required' : 'billing_hold'
  return new AppError(code, accessText(access), { plan: planKey, access, ...wayOut(ctx.role, undefined) })
}

/** The upgrade for those who may pay; for the others, whom to ask. */
function wayOut(role: Role, requiredPlan: PlanKey | undefined): ProblemExtensions {
  return {
    ...(requiredPlan ? { requiredPlan } : {}),
    ...(requiredPlan && mayPay(role) ? { upgradeUrl: upgradeUrl(requiredPlan) } : {}),
    contactOwner: !mayPay(role),
  }
}

/** Plans and payments are the owner's. */
export function mayPay(role: Role): boolean {
  return role === 'owner'
}

/** 403: somebody else than the owner wants to change the plan. */
export function notBillingAdmin(role: Role): AppError {
  return new AppError(
    'not_billing_admin',
    'Only the owner of this workspace decides about its plan. Ask the owner.',
    {
      role,
      requiredRole: 'owner',
      contactOwner: true,
    },
  )
}

function creditsText(mc: number): string {
  return `${formatCredits(mc)} ${mc === 1_000 ? 'credit' : 'credits'}`
}

/** A day in UTC, e.g. "24 December 2026"; the exact instant stands in `resetsAt`. */
function dayText(at: Date): string {
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
}
