import type { WorkspaceContext } from '#lib/auth/context.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import { type Account, getAccount } from './account.ts'
import { type GrantSums, sumGrants } from './grant-repository.ts'
import { buildNotices } from './notices.ts'
import { planWithFeature, toCredits } from './plans.ts'
import { featureNotInPlan, featureText } from './problems.ts'
import type { Entitlements, Feature } from './schema.ts'
import { listStock } from './stock-repository.ts'

/**
 * What a workspace may do and has used, in the shape that `/me` shows. Credits: `granted`, `used` and `held` are those
 * of the month (and of gifts), `purchased` is what is left of bought ones; what can be spent is
 * granted − used − held + purchased.
 */
export async function getEntitlements(tx: Tx, workspaceId: string): Promise<Entitlements> {
  const account = await getAccount(tx, workspaceId)
  const stock = await listStock(tx, workspaceId)
  const credits = toCreditsState(account, await sumGrants(tx, workspaceId))
  const usage = { ...stock, credits }
  const { access, limits } = account
  return {
    plan: {
      key: account.planKey,
      version: account.planVersion,
      status: 'active',
      interval: null,
      renewsAt: null,
      cancelAt: null,
      trialEndsAt: null,
      access,
    },
    limits,
    usage,
    features: {
      ocr: featureState(account, 'ocr'),
      mindMap: featureState(account, 'mindMap'),
      apiKeys: featureState(account, 'apiKeys'),
      members: featureState(account, 'members'),
    },
    notices: buildNotices({ access, limits, usage }),
  }
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
  const denied = account.reasons[feature]
  if (denied !== undefined) return { allowed: false, reason: denied }
  const requiredPlan = planWithFeature(feature)
  return { allowed: false, reason: featureText(requiredPlan), ...(requiredPlan ? { requiredPlan } : {}) }
}

/** @throws AppError feature_not_in_plan */
export async function requireFeature(tx: Tx, ctx: WorkspaceContext, feature: Feature): Promise<void> {
  const account = await getAccount(tx, ctx.workspaceId)
  if (!account.features.includes(feature)) throw featureNotInPlan(ctx, account, feature)
}
