import type { Tx } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { insertEntries } from './entry-repository.ts'
import type { Balance } from './meter.ts'
import type { Period } from './periods.ts'

export const CREDITS = 'credits'

/** Burn order: the month's credits first, what was bought last. */
export const GRANT_PRIORITY = { plan: 10, trial: 10, carry: 15, admin: 20, topup: 30 } as const
export type GrantSource = keyof typeof GRANT_PRIORITY

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
  /** Of those that still count for how much is used: what was spent to its end, and has no end, is past. */
  level: { limitMc: number; usedMc: number }
}

export async function sumGrants(tx: Tx, workspaceId: string): Promise<GrantSums> {
  const rows = await tx.$queryRaw<
    {
      source: string
      limit: bigint
      used: bigint
      reserved: bigint
      available: bigint
      levelLimit: bigint
      levelUsed: bigint
    }[]
  >`
    SELECT source, sum(limit_mc - revoked_mc)::bigint AS limit, sum(used_mc)::bigint AS used,
           sum(reserved_mc)::bigint AS reserved,
           sum(greatest(limit_mc - revoked_mc - used_mc - reserved_mc, 0))::bigint AS available,
           coalesce(sum(limit_mc - revoked_mc) FILTER (WHERE counts), 0)::bigint AS "levelLimit",
           coalesce(sum(used_mc) FILTER (WHERE counts), 0)::bigint AS "levelUsed"
    FROM quota_grant
    CROSS JOIN LATERAL (SELECT expires_at IS NOT NULL OR limit_mc - revoked_mc > used_mc AS counts) AS still
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
    level: { limitMc: Number(row.levelLimit), usedMc: Number(row.levelUsed) },
  }))
  const monthly = all.filter(({ source }) => source !== 'topup')
  const bought = all.filter(({ source }) => source === 'topup')
  return {
    ...sumUp(all),
    availableMc: sum(all, 'availableMc'),
    purchasedMc: sum(bought, 'availableMc'),
    monthly: sumUp(monthly),
    hasPlanGrant: all.some(({ source }) => source === 'plan'),
    level: {
      limitMc: all.reduce((mc, { level }) => mc + level.limitMc, 0),
      usedMc: all.reduce((mc, { level }) => mc + level.usedMc, 0),
    },
  }
}

/** When the trial that runs now ends; null where none does. */
export async function findTrialEnd(tx: Tx, workspaceId: string): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ end: Date }[]>`
    SELECT expires_at AS "end" FROM quota_grant
    WHERE workspace_id = ${workspaceId}::uuid AND meter = ${CREDITS} AND source = 'trial'
      AND starts_at <= date_trunc('milliseconds', now()) AND expires_at > date_trunc('milliseconds', now())
    ORDER BY expires_at DESC LIMIT 1`
  return row?.end ?? null
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
  const { workspaceId, period, limitMc } = grant
  const [startsAt, expiresAt] = [period.start, period.end]
  const sourceRef = startsAt.toISOString()
  await insertGrant(tx, { workspaceId, source: 'plan', sourceRef, limitMc, startsAt, expiresAt })
}

export interface NewGrant {
  workspaceId: string
  source: GrantSource
  /** What it was given for; the same reference is given once. */
  sourceRef: string
  limitMc: number
  /** From now on if left out. */
  startsAt?: Date
  /** Exclusive; null = never. */
  expiresAt: Date | null
}

/** Gives credits and writes that to the ledger. @returns the id; null when its reference was given before. */
export async function insertGrant(tx: Tx, grant: NewGrant): Promise<string | null> {
  const id = createId()
  const { workspaceId, source, sourceRef, limitMc } = grant
  const made = await tx.$executeRaw`
    INSERT INTO quota_grant (workspace_id, id, meter, source, source_ref, priority, limit_mc, starts_at, expires_at)
    VALUES (${workspaceId}::uuid, ${id}::uuid, ${CREDITS}::text, ${source}::text, ${sourceRef}::text,
            ${GRANT_PRIORITY[source]}::int, ${limitMc}::bigint,
            coalesce(${grant.startsAt ?? null}::timestamptz, date_trunc('milliseconds', now())),
            ${grant.expiresAt}::timestamptz)
    ON CONFLICT (workspace_id, meter, source, source_ref) DO NOTHING`
  if (made === 0) return null
  await insertGrantEntry(tx, { workspaceId, source, grantId: id, mc: limitMc })
  return id
}

/**
 * Takes back what is neither used nor held, at most `mc`; without a number all of it, and the grant ends now, so that
 * what is still held and given back later is gone as well. What was used stays used.
 *
 * @returns how much was taken back, in mc.
 */
export async function revokeFromGrant(
  tx: Tx,
  { workspaceId, grantId, mc }: { workspaceId: string; grantId: string; mc?: number },
): Promise<number> {
  // Locked first: the statement below then sees the figures that the last one to change them left.
  await tx.$queryRaw`
    SELECT id FROM quota_grant WHERE workspace_id = ${workspaceId}::uuid AND id = ${grantId}::uuid FOR UPDATE`
  const [row] = await tx.$queryRaw<{ source: GrantSource; revoked: bigint }[]>`
    WITH free AS (
      SELECT id, least(greatest(limit_mc - revoked_mc - used_mc - reserved_mc, 0),
                       coalesce(${mc ?? null}::bigint, limit_mc)) AS mc
      FROM quota_grant WHERE workspace_id = ${workspaceId}::uuid AND id = ${grantId}::uuid
    )
    UPDATE quota_grant g
    SET revoked_mc = g.revoked_mc + free.mc,
        expires_at = CASE WHEN ${mc === undefined}::boolean
                          THEN least(g.expires_at, date_trunc('milliseconds', now())) ELSE g.expires_at END
    FROM free WHERE g.workspace_id = ${workspaceId}::uuid AND g.id = free.id
    RETURNING g.source, free.mc AS revoked`
  const revokedMc = Number(row?.revoked ?? 0)
  if (!row || revokedMc === 0) return 0
  await insertEntries(tx, workspaceId, [
    { kind: 'revoke', action: `revoke.${row.source}`, amountMc: revokedMc, grantId, surface: 'job' },
  ])
  return revokedMc
}

/**
 * Raises the grant of the period that holds `now` to `limitMc` where it is lower. What was taken back from it stays so
 * until the plan gives more than `formerMc`.
 */
export async function raisePlanGrant(
  tx: Tx,
  {
    workspaceId,
    limitMc,
    formerMc,
    now,
  }: { workspaceId: string; limitMc: number; formerMc: number; now: Date },
): Promise<void> {
  const [raised] = await tx.$queryRaw<{ id: string; before: bigint; after: bigint }[]>`
    WITH before AS (
      SELECT id, limit_mc FROM quota_grant
      WHERE workspace_id = ${workspaceId}::uuid AND meter = ${CREDITS} AND source = 'plan'
        AND starts_at <= ${now}::timestamptz AND expires_at > ${now}::timestamptz
        AND limit_mc - revoked_mc < ${limitMc}::bigint AND (revoked_mc = 0 OR ${limitMc}::bigint > ${formerMc}::bigint)
      FOR UPDATE
    )
    UPDATE quota_grant g SET limit_mc = ${limitMc}::bigint + g.revoked_mc FROM before
    WHERE g.workspace_id = ${workspaceId}::uuid AND g.id = before.id
    RETURNING g.id, before.limit_mc AS before, g.limit_mc AS after`
  if (!raised) return
  const [before, after] = [Number(raised.before), Number(raised.after)]
  const refId = `${before}-${after}`
  await insertGrantEntry(tx, { workspaceId, source: 'plan', grantId: raised.id, mc: after - before, refId })
}

async function insertGrantEntry(
  tx: Tx,
  entry: { workspaceId: string; source: GrantSource; grantId: string; mc: number; refId?: string },
): Promise<void> {
  const { workspaceId, source, grantId, mc, refId } = entry
  await insertEntries(tx, workspaceId, [
    {
      kind: 'grant',
      action: `grant.${source}`,
      amountMc: mc,
      grantId,
      surface: 'job',
      ...(refId ? { refId } : {}),
    },
  ])
}
