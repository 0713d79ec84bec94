import type { Prisma, Tx } from '#lib/platform/db/index.ts'
import type { AccessState, PlanKey } from './schema.ts'

/** What a workspace is on, before overrides. */
export interface BaseRow {
  now: Date
  planKey: string
  planVersion: number
  seats: number
  holdReason: string | null
  graceStartedAt: Date | null
}

export interface AccountRow {
  now: Date
  anchorAt: Date
  seats: number
  graceStartedAt: Date | null
  access: string
  planKey: string
  planVersion: number
  limits: unknown
  features: string[]
  reasons: Record<string, string>
  validUntil: Date | null
}

/** The transaction's time. It alone decides about periods and expiry; in milliseconds, as everything is stored. */
export async function readDatabaseTime(tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT date_trunc('milliseconds', now()) AS now`
  if (!row) throw new Error('The database did not tell the time.')
  return row.now
}

/** @throws Error when the workspace has no account: sign-up makes both in one transaction. */
export async function findAccount(tx: Tx, workspaceId: string): Promise<AccountRow> {
  const [row] = await tx.$queryRaw<AccountRow[]>`
    SELECT date_trunc('milliseconds', now()) AS now, a.anchor_at AS "anchorAt", a.seats,
           a.grace_started_at AS "graceStartedAt", s.access, s.plan_key AS "planKey", s.plan_version AS "planVersion", s.limits, s.features, s.reasons, s.valid_until AS "validUntil"
    FROM billing_account a JOIN entitlement_snapshot s ON s.workspace_id = a.workspace_id
    WHERE a.workspace_id = ${workspaceId}::uuid`
  if (!row) throw new Error('The workspace has no billing account.')
  return row
}

/**
 * Whoever changes what a workspace may do waits here for the one before. The snapshot stands for the account, whose own
 * row tenants may only read.
 *
 * @returns false when there is no such workspace.
 */
export async function lockAccount(tx: Tx, workspaceId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ version: bigint }[]>`
    SELECT version FROM entitlement_snapshot WHERE workspace_id = ${workspaceId}::uuid FOR UPDATE`
  return rows.length === 1
}

/** @throws Error when the workspace has no account. */
export async function findBase(tx: Tx, workspaceId: string): Promise<BaseRow> {
  const [row] = await tx.$queryRaw<BaseRow[]>`
    SELECT date_trunc('milliseconds', now()) AS now, plan_key AS "planKey", plan_version AS "planVersion", seats,
           hold_reason AS "holdReason", grace_started_at AS "graceStartedAt"
    FROM billing_account WHERE workspace_id = ${workspaceId}::uuid`
  if (!row) throw new Error('The workspace has no billing account.')
  return row
}

/** Only platform operations may. */
export async function updateBase(
  tx: Tx,
  workspaceId: string,
  data: {
    planKey?: PlanKey
    planVersion?: number
    seats?: number
    holdReason?: string | null
    graceStartedAt?: Date | null
  },
): Promise<void> {
  await tx.billingAccount.updateMany({ where: { workspaceId }, data })
}

export function findSnapshot(tx: Tx, workspaceId: string) {
  return tx.entitlementSnapshot.findUniqueOrThrow({ where: { workspaceId } })
}

export interface SnapshotData {
  access: AccessState
  planKey: PlanKey
  planVersion: number
  limits: Prisma.InputJsonObject
  features: string[]
  reasons: Record<string, string>
  validUntil: Date | null
}

export async function writeSnapshot(tx: Tx, workspaceId: string, data: SnapshotData): Promise<void> {
  await tx.entitlementSnapshot.updateMany({
    where: { workspaceId },
    data: { ...data, version: { increment: 1 }, updatedAt: await readDatabaseTime(tx) },
  })
}
