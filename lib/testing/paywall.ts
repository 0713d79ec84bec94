// Workspaces that stand at a wall, put there by the product's own means.

import type { WorkspaceContext } from '#lib/auth/context.ts'
import { findCallLimits, getEntitlements, reserve, setHold, startGrace } from '#lib/billing/index.ts'
import { toMilliCredits } from '#lib/billing/plans.ts'
import { withPlatform, withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'

/** Walls at which nothing may be spent, and the code that each refuses with. */
export const WALLS = {
  zeroCredits: 'quota_exceeded',
  readOnly: 'payment_required',
  hold: 'billing_hold',
} as const
export type Wall = keyof typeof WALLS

const LONG_AGO_MS = 30 * 24 * 60 * 60 * 1000

/** Puts a workspace at a wall. */
export async function putAtWall(ctx: WorkspaceContext, wall: Wall): Promise<void> {
  const { workspaceId } = ctx
  if (wall === 'zeroCredits') return holdAllCredits(ctx)
  await withPlatform('staffChange', (tx) =>
    wall === 'hold'
      ? setHold(tx, workspaceId, 'a test')
      : startGrace(tx, workspaceId, new Date(Date.now() - LONG_AGO_MS)),
  )
  await findCallLimits(ctx)
}

/** Another operation of the workspace has them all. */
async function holdAllCredits(ctx: WorkspaceContext): Promise<void> {
  const { usage } = await withTenant(ctx, (tx) => getEntitlements(tx, ctx.workspaceId))
  const { granted, used, held, purchased } = usage.credits
  const reserved = await reserve(ctx, {
    action: 'answer',
    amountMc: toMilliCredits(granted - used - held + purchased),
    idempotencyKey: createId(),
    requestHash: 'a test',
    ttlMs: 60 * 60 * 1000,
  })
  if (reserved.kind !== 'held') throw new Error('unreachable: the key is new')
}
