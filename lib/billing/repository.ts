import type { Prisma, Tx } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import type { Balance } from './meter.ts'
import type { Period } from './periods.ts'
import type { PlanKey } from './schema.ts'

export const CREDITS = 'credits'

/** Burn order: the month's credits first, what was bought last. */
export const GRANT_PRIORITY = { plan: 10, trial: 10, carry: 15, admin: 20, topup: 30 } as const
export type GrantSource = keyof typeof GRANT_PRIORITY

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

/** Sums over the grants that hold now. */
export interface GrantSums {
  limitMc: number
  usedMc: number
  reservedMc: number
  /** Of bought credits: what is left. */
  purchasedMc: number
  /** Of all but the bought ones. */
  monthly: { limitMc: number; usedMc: number; reservedMc: number }
  availableMc: number
  hasPlanGrant: boolean
}

export async function sumGrants(tx: Tx, workspaceId: string): Promise<GrantSums> {
  const rows = await tx.$queryRaw<
    { source: string; limit: bigint; used: bigint; reserved: bigint; available: bigint }[]
  >`
    SELECT source, sum(limit_mc - revoked_mc)::bigint AS limit, sum(used_mc)::bigint AS used,
           sum(reserved_mc)::bigint AS reserved,
           sum(greatest(limit_mc - revoked_mc - used_mc - reserved_mc, 0))::bigint AS available
    FROM quota_grant
    WHERE workspace_id = ${workspaceId}::uuid AND meter = ${CREDITS}
      AND starts_at <= date_trunc('milliseconds', now())
      AND (expires_at IS NULL OR expires_at > date_trunc('milliseconds', now()))
    GROUP BY source`
  const all = rows.map((row) => ({
    source: row.source,
    limitMc: Number(row.limit),
    usedMc: Number(row.used),
    reservedMc: Number(row.reserved),
    availableMc: Number(row.available),
  }))
  const monthly = all.filter(({ source }) => source !== 'topup')
  const bought = all.filter(({ source }) => source === 'topup')
  return {
    ...sumUp(all),
    availableMc: sum(all, 'availableMc'),
    purchasedMc: sum(bought, 'availableMc'),
    monthly: sumUp(monthly),
    hasPlanGrant: all.some(({ source }) => source === 'plan'),
  }
}

function sumUp(rows: readonly { limitMc: number; usedMc: number; reservedMc: number }[]) {
  return { limitMc: sum(rows, 'limitMc'), usedMc: sum(rows, 'usedMc'), reservedMc: sum(rows, 'reservedMc') }
}

function sum<K extends string>(rows: readonly Record<K, number>[], key: K): number {
  return rows.reduce((total, row) => total + row[key], 0)
}

export function toBalance(sums: GrantSums, period: Period): Balance {
  const { limitMc, usedMc, reservedMc, availableMc } = sums
  return { limitMc, usedMc, reservedMc, availableMc, periodStart: period.start, resetsAt: period.end }
}

export interface NewPlanGrant {
  workspaceId: string
  period: Period
  limitMc: number
}

/** The plan's grant of a period, once: the second to come changes nothing. */
export async function rollPlanGrant(tx: Tx, grant: NewPlanGrant): Promise<void> {
  const id = createId()
  const made = await tx.$executeRaw`
    INSERT INTO quota_grant (workspace_id, id, meter, source, source_ref, priority, limit_mc, starts_at, expires_at)
    VALUES (${grant.workspaceId}::uuid, ${id}::uuid, ${CREDITS}::text, 'plan', ${toSourceRef(grant.period)}::text,
            ${GRANT_PRIORITY.plan}::int, ${grant.limitMc}::bigint, ${grant.period.start}::timestamptz,
            ${grant.period.end}::timestamptz)
    ON CONFLICT (workspace_id, meter, source, source_ref) DO NOTHING`
  if (made === 1)
    await insertGrantEntry(tx, { workspaceId: grant.workspaceId, grantId: id, mc: grant.limitMc })
}

/** The first grant, without reading anything back: sign-up writes it on a role that may hardly read. */
export async function insertFirstPlanGrant(tx: Tx, grant: NewPlanGrant): Promise<void> {
  const id = createId()
  await tx.quotaGrant.createMany({
    data: {
      workspaceId: grant.workspaceId,
      id,
      meter: CREDITS,
      source: 'plan',
      sourceRef: toSourceRef(grant.period),
      priority: GRANT_PRIORITY.plan,
      limitMc: grant.limitMc,
      startsAt: grant.period.start,
      expiresAt: grant.period.end,
    },
  })
  await insertGrantEntry(tx, { workspaceId: grant.workspaceId, grantId: id, mc: grant.limitMc })
}

/** Raises the grant of the period that holds `now` to `limitMc` where it is lower. */
export async function raisePlanGrant(
  tx: Tx,
  { workspaceId, limitMc, now }: { workspaceId: string; limitMc: number; now: Date },
): Promise<void> {
  const [raised] = await tx.$queryRaw<{ id: string; before: bigint }[]>`
    WITH before AS (
      SELECT id, limit_mc FROM quota_grant
      WHERE workspace_id = ${workspaceId}::uuid AND meter = ${CREDITS} AND source = 'plan'
        AND starts_at <= ${now}::timestamptz AND expires_at > ${now}::timestamptz AND limit_mc < ${limitMc}::bigint
      FOR UPDATE
    )
    UPDATE quota_grant g SET limit_mc = ${limitMc}::bigint FROM before
    WHERE g.workspace_id = ${workspaceId}::uuid AND g.id = before.id
    RETURNING g.id, before.limit_mc AS before`
  if (!raised) return
  const before = Number(raised.before)
  const refId = `${before}-${limitMc}`
  await insertGrantEntry(tx, { workspaceId, grantId: raised.id, mc: limitMc - before, refId })
}

async function insertGrantEntry(
  tx: Tx,
  entry: { workspaceId: string; grantId: string; mc: number; refId?: string },
): Promise<void> {
  await tx.usageEntry.createMany({
    data: {
      workspaceId: entry.workspaceId,
      id: createId(),
      kind: 'grant',
      action: 'grant.plan',
      amountMc: entry.mc,
      grantId: entry.grantId,
      refId: entry.refId ?? null,
      surface: 'job',
    },
  })
}

function toSourceRef(period: Period): string {
  return period.start.toISOString()
}
