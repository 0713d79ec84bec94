import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { explainBalance } from '#lib/billing/index.ts'
import { toCredits } from '#lib/billing/plans.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import type { UsageBalance } from './schema.ts'

/** Why the balance is what it is: the credits that hold now, and what became of them. */
export async function getBalance(ctx: WorkspaceContext): Promise<UsageBalance> {
  requireRole(ctx, 'viewer')
  const { parts, leftMc, heldMc } = await withTenant(ctx, (tx) => explainBalance(tx, ctx.workspaceId))
  return {
    left: toCredits(leftMc),
    held: toCredits(heldMc),
    parts: parts.map((part) => ({
      title: part.title,
      given: toCredits(part.givenMc),
      used: toCredits(part.usedMc),
      held: toCredits(part.heldMc),
      revoked: toCredits(part.revokedMc),
      left: toCredits(part.leftMc),
      startsAt: part.startsAt.toISOString(),
      expiresAt: part.expiresAt?.toISOString() ?? null,
    })),
  }
}
