import type { Prisma, Tx } from '#lib/platform/db/index.ts'
import type { PlanKey } from './schema.ts'

export interface AccountRow {
  now: Date
  anchorAt: Date
  access: string
  planKey: string
  planVersion: number
  limits: unknown
  features: string[]
  reasons: Record<string, string>
  validUntil: Date | null
}

export interface OverrideRow {
  key: string
  op: 'set' | 'add' | 'deny'
  value: unknown
  reason: string
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
    SELECT date_trunc('milliseconds', now()) AS now, a.anchor_at AS "anchorAt", s.access, s.plan_key AS "planKey",
           s.plan_version AS "planVersion", s.limits, s.features, s.reasons, s.valid_until AS "validUntil"
    FROM billing_account a JOIN entitlement_snapshot s ON s.workspace_id = a.workspace_id
    WHERE a.workspace_id = ${workspaceId}::uuid`
  if (!row) throw new Error('The workspace has no billing account.')
  return row
}

export function findSnapshot(tx: Tx, workspaceId: string) {
  return tx.entitlementSnapshot.findUniqueOrThrow({ where: { workspaceId } })
}

export interface SnapshotData {
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

/** The overrides that hold at `now`, oldest first, and when that changes next. */
export async function findActiveOverrides(
  tx: Tx,
  workspaceId: string,
  now: Date,
): Promise<{ overrides: OverrideRow[]; validUntil: Date | null }> {
  const rows = await tx.entitlementOverride.findMany({
    where: { workspaceId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
  })
  const changes = rows
    .flatMap(({ startsAt, expiresAt }) => [startsAt, ...(expiresAt ? [expiresAt] : [])])
    .filter((at) => at > now)
    .sort((a, b) => a.getTime() - b.getTime())
  const overrides = rows
    .filter(({ startsAt }) => startsAt <= now)
    .map(({ key, op, value, reason }) => ({ key, op: toOp(op), value, reason }))
  return { overrides, validUntil: changes[0] ?? null }
}

function toOp(op: string): OverrideRow['op'] {
  return op === 'set' || op === 'add' ? op : 'deny'
}
