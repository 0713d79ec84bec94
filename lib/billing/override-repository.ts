import { Prisma, type Tx } from '#lib/platform/db/index.ts'

export interface OverrideRow {
  key: string
  op: 'set' | 'add' | 'deny'
  value: unknown
  reason: string
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

export interface NewOverride {
  workspaceId: string
  key: string
  op: OverrideRow['op']
  value: number | boolean | null
  reason: string
  grantedBy: string | null
  startsAt: Date
  expiresAt: Date | null
}

/** @returns false when there is one with that id. */
export async function insertOverride(
  tx: Tx,
  id: string,
  { value, ...override }: NewOverride,
): Promise<boolean> {
  const { count } = await tx.entitlementOverride.createMany({
    data: { ...override, id, value: value === null ? Prisma.JsonNull : value },
    skipDuplicates: true,
  })
  return count === 1
}

export function findOverride(tx: Tx, workspaceId: string, id: string) {
  return tx.entitlementOverride.findUnique({ where: { workspaceId_id: { workspaceId, id } } })
}

/** @returns false when there is no such override, or it was revoked before. */
export async function markOverrideRevoked(
  tx: Tx,
  { workspaceId, id, at }: { workspaceId: string; id: string; at: Date },
): Promise<boolean> {
  const { count } = await tx.entitlementOverride.updateMany({
    where: { workspaceId, id, revokedAt: null },
    data: { revokedAt: at },
  })
  return count === 1
}

/** All of a workspace, the newest first. */
export async function findOverrides(tx: Tx, workspaceId: string) {
  const rows = await tx.entitlementOverride.findMany({
    where: { workspaceId },
    orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
    take: 200,
  })
  return rows.map(({ op, ...row }) => ({ ...row, op: toOp(op) }))
}
