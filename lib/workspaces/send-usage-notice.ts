import {
  FIRST_NOTICE_SHARE,
  getEntitlements,
  type NoticedLimit,
  readCreditsLevel,
} from '#lib/billing/index.ts'
import { planWithMore, upgradeUrl } from '#lib/billing/plans.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { env } from '#lib/platform/env.ts'
import { queueMail } from '#lib/platform/mail/index.ts'
import { buildUsageMail } from './billing-mails.ts'
import { findOwner, findWorkspaceName } from './owner-repository.ts'

/**
 * Mails the owner that most of a limit is used, if it still is: once per limit and month, however often the job runs.
 */
export function sendUsageNotice(workspaceId: string, limitKey: NoticedLimit): Promise<void> {
  return withPlatform('sendBillingMail', async (tx) => {
    const entitlements = await getEntitlements(tx, workspaceId)
    const { used, limit } =
      limitKey === 'credits'
        ? await readCreditsLevel(tx, workspaceId)
        : { used: entitlements.usage[limitKey], limit: entitlements.limits[limitKey] }
    if (limit === null || limit <= 0 || used < FIRST_NOTICE_SHARE * limit) return
    const [owner, workspace] = [await findOwner(tx, workspaceId), await findWorkspaceName(tx, workspaceId)]
    if (!owner || !workspace) return
    const { resetsAt } = entitlements.usage.credits
    const requiredPlan = planWithMore(entitlements.plan.key, limitKey)
    const url = `${env().appUrl}${requiredPlan ? upgradeUrl(requiredPlan) : `/w/${workspace.slug}`}`
    await queueMail(tx, {
      to: owner.email,
      dedupeKey: `usage-80:${workspaceId}:${limitKey}:${resetsAt}`,
      ...buildUsageMail({
        workspaceName: workspace.name,
        limitKey,
        used,
        limit,
        resetsAt: new Date(resetsAt),
        requiredPlan,
        url,
      }),
    })
  })
}
