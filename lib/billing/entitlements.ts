import type { WorkspaceContext } from '#lib/auth/context.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import { type Account, getAccount } from './account.ts'
import { toCreditsLevel } from './credits-level.ts'
import { findTrialEnd, type GrantSums, sumGrants } from './grant-repository.ts'
import { findDismissedKeys } from './notice-repository.ts'
import { buildNotices, type Viewer } from './notices.ts'
import { findLastPlanRequest } from './plan-request-repository.ts'
import { planWithFeature, toCredits } from './plans.ts'
import { featureNotInPlan, featureText } from './problems.ts'
import { type AccessState, type Entitlements, type Feature, planRequestSchema } from './schema.ts'
import { listStock } from './stock-repository.ts'

/** Who asks where nobody in particular does: a job, staff. */
const NOBODY: Viewer = { userId: null, role: 'owner', ownerName: null }

/**
 * What a workspace may do and has used, in the shape that `/me` shows. Credits: `granted`, `used` and `held` are those
 * of the month (and of gifts), `purchased` is what is left of bought ones; what can be spent is
 * granted − used − held + purchased.
 *
 * @param viewer whose notices: what they put away is left out, and who may not pay is told whom to ask.
 */
export async function getEntitlements(
  tx: Tx,
  workspaceId: string,
  viewer: Viewer = NOBODY,
): Promise<Entitlements> {
  const account = await getAccount(tx, workspaceId)
  const stock = await listStock(tx, workspaceId)
  const sums = await sumGrants(tx, workspaceId)
  const usage = { ...stock, credits: toCreditsState(account, sums) }
  const trialEnd = await findTrialEnd(tx, workspaceId)
  const dismissed = viewer.userId ? await findDismissedKeys(tx, workspaceId, viewer.userId) : null
  const lastRequest = await findLastPlanRequest(tx, workspaceId)
  const planRequest = lastRequest?.status === 'open' ? lastRequest : null
  const creditsLevel = toCreditsLevel(sums, account)
  const notices = buildNotices({ ...account, usage, creditsLevel, lastRequest }, viewer)
  return {
    plan: {
      key: account.planKey,
      version: account.planVersion,
      status: toStatus(account.access, trialEnd),
      interval: null,
      renewsAt: account.period.end.toISOString(),
      cancelAt: null,
      trialEndsAt: trialEnd?.toISOString() ?? null,
      access: account.access,
    },
    limits: account.limits,
    usage,
    features: {
      ocr: featureState(account, 'ocr'),
      mindMap: featureState(account, 'mindMap'),
      apiKeys: featureState(account, 'apiKeys'),
      members: featureState(account, 'members'),
    },
    notices: notices.filter(({ key, dismissible }) => !(dismissible && dismissed?.has(key))),
    planRequest: planRequest && planRequestSchema.parse(planRequest),
  }
}

const STATUS_OF = { grace: 'past_due', readOnly: 'unpaid', hold: 'on_hold' } as const

function toStatus(access: AccessState, trialEnd: Date | null): Entitlements['plan']['status'] {
  if (access !== 'full') return STATUS_OF[access]
  return trialEnd ? 'trialing' : 'active'
}

function toCreditsState(account: Account, sums: GrantSums): Entitlements['usage']['credits'] {
  // A month that nobody has spent in yet has no row: the first reservation makes it.
  const unrolledMc = sums.hasPlanGrant ? 0 : account.creditsMc
  return {
    granted: toCredits(sums.monthly.limitMc + unrolledMc),
    used: toCredits(sums.monthly.usedMc),
    held: toCredits(sums.monthly.reservedMc),
    purchased: toCredits(sums.purchasedMc),
    resetsAt: account.period.end.toISOString(),
  }
}

function featureState(account: Account, feature: Feature): Entitlements['features'][Feature] {
  if (account.features.includes(feature)) return { allowed: true }
  // Why is for those who did it: their reason stands in the override and the audit log.
  if (account.reasons[feature] !== undefined) return { allowed: false, reason: featureText(undefined) }
  const requiredPlan = planWithFeature(feature)
  return { allowed: false, reason: featureText(requiredPlan), ...(requiredPlan ? { requiredPlan } : {}) }
}

/** @throws AppError feature_not_in_plan */
export async function requireFeature(tx: Tx, ctx: WorkspaceContext, feature: Feature): Promise<void> {
  const account = await getAccount(tx, ctx.workspaceId)
  if (!account.features.includes(feature)) throw featureNotInPlan(ctx, account, feature)
}
