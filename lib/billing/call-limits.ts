import { withTenant } from '#lib/platform/db/index.ts'
import { getAccount } from './account.ts'
import type { Standing } from './problems.ts'

/** How fast a workspace may call. */
export interface CallLimits extends Standing {
  readonly reasons: Readonly<Record<string, string>>
  /** Calls of one API key in a minute; null = no limit by contract, 0 = the plan has no keys. */
  readonly requestsPerMinute: number | null
}

/** One read of the snapshot, in a door of its own. */
export function findCallLimits(ctx: { workspaceId: string; userId: string | null }): Promise<CallLimits> {
  return withTenant(ctx, async (tx) => {
    const { planKey, access, reasons, limits } = await getAccount(tx, ctx.workspaceId)
    return { planKey, access, reasons, requestsPerMinute: limits.requestsPerMinute }
  })
}
