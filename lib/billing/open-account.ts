import type { Tx } from '#lib/platform/db/index.ts'
import { rollPlanGrant } from './grant-repository.ts'
import { periodOf } from './periods.ts'
import { PLANS, seatsOn } from './plans.ts'
import { readDatabaseTime } from './repository.ts'
import { resolveEntitlements } from './resolve-entitlements.ts'
import type { PlanKey } from './schema.ts'

/**
 * Account, snapshot, stock and the first month's credits of a new workspace, in the transaction that makes it. Writes
 * only, so that it works on the platform's role as well.
 *
 * @param input.now where its months begin; the database's time if left out.
 * @param input.seats counts where the plan is sold per seat.
 */
export async function openAccount(
  tx: Tx,
  input: { workspaceId: string; planKey: PlanKey; now?: Date; seats?: number },
): Promise<void> {
  const { workspaceId, planKey } = input
  const anchorAt = input.now ?? (await readDatabaseTime(tx))
  const { limits, creditsMc, features, reasons } = resolveEntitlements(PLANS[planKey], [], input.seats)
  await tx.billingAccount.createMany({
    data: {
      workspaceId,
      anchorAt,
      planKey,
      planVersion: PLANS[planKey].version,
      seats: seatsOn(PLANS[planKey], input.seats),
    },
  })
  await tx.entitlementSnapshot.createMany({
    data: {
      workspaceId,
      planKey,
      planVersion: PLANS[planKey].version,
      limits: { ...limits, creditsMc },
      features,
      reasons,
    },
  })
  await tx.workspaceStock.createMany({
    data: [
      { workspaceId, key: 'documents', value: 0 },
      { workspaceId, key: 'pages', value: 0 },
      { workspaceId, key: 'seats', value: 1 },
    ],
  })
  await rollPlanGrant(tx, { workspaceId, period: periodOf(anchorAt, anchorAt), limitMc: creditsMc })
}
