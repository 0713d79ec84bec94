import type { WorkspaceContext } from '#lib/auth/context.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { getAccount } from './account.ts'
import { quotaHeaders } from './quota-headers.ts'
import { rollAndSum } from './reserve.ts'
import { findStock } from './stock-repository.ts'

/**
 * What a metered answer tells about what is left, where the work itself did not say: of credits until when, of what is
 * stored how many more. Empty where there is no limit.
 */
export function readQuota(
  ctx: WorkspaceContext,
  meter: 'credits' | 'documents',
): Promise<Record<string, string>> {
  return withTenant(ctx, async (tx): Promise<Record<string, string>> => {
    const account = await getAccount(tx, ctx.workspaceId)
    if (meter === 'credits') return { ...quotaHeaders(await rollAndSum(tx, ctx.workspaceId, account)) }
    const limit = account.limits[meter]
    if (limit === null) return {}
    const left = Math.max(0, limit - (await findStock(tx, ctx.workspaceId, meter)))
    return { 'X-Quota-Meter': meter, 'X-Quota-Remaining': String(left) }
  })
}
