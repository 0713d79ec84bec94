import * as z from 'zod'
import type { Tx } from '#lib/platform/db/index.ts'
import { accessOf } from './access-state.ts'
import { raisePlanGrant } from './grant-repository.ts'
import { findActiveOverrides } from './override-repository.ts'
import { planOf } from './plans.ts'
import { findBase, findSnapshot, lockAccount, writeSnapshot } from './repository.ts'
import { resolveEntitlements } from './resolve-entitlements.ts'
import { limitsSchema } from './schema.ts'
import { toPlanKey } from './to-plan-key.ts'

/** `entitlement_snapshot.limits`: the limits, overrides in them, and the credits of a month. */
export const snapshotLimitsSchema = limitsSchema.extend({ creditsMc: z.number().int().nonnegative() })

/**
 * Works the snapshot out anew from the account's plan, the overrides that hold now and its standing, and raises the
 * period's grant where the plan now gives more; what was used stays. A lower figure holds from the next period.
 * Changes of one workspace wait for each other: the snapshot's row is locked before anything is read.
 */
export async function recomputeSnapshot(tx: Tx, workspaceId: string): Promise<void> {
  await lockAccount(tx, workspaceId)
  const base = await findBase(tx, workspaceId)
  const { now, planVersion, seats } = base
  const planKey = toPlanKey(base.planKey)
  const { overrides, validUntil } = await findActiveOverrides(tx, workspaceId, now)
  const resolved = resolveEntitlements(planOf(planKey, planVersion), overrides, seats)
  const { access, until } = accessOf(base, now)
  const former = snapshotLimitsSchema.parse((await findSnapshot(tx, workspaceId)).limits)
  await writeSnapshot(tx, workspaceId, {
    access,
    planKey,
    planVersion,
    limits: { ...resolved.limits, creditsMc: resolved.creditsMc },
    features: resolved.features,
    reasons: resolved.reasons,
    validUntil: earlier(validUntil, until),
  })
  await raisePlanGrant(tx, {
    ...{ workspaceId, now },
    ...{ limitMc: resolved.creditsMc, formerMc: former.creditsMc },
  })
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}
