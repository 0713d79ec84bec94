import type { Prisma, Tx } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'

/** What one check has found. */
export interface CheckResult {
  readonly checkKey: string
  readonly ok: boolean
  readonly violations: number
  /** The first few: ids and amounts, never names. */
  readonly sample: Prisma.InputJsonArray
  readonly durationMs: number
}

/** Held until the transaction ends: of two workers that come at once the second one sees what the first has written. */
export async function lockChecks(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('control checks', 0))`
}

/** The last result of a check; null when it has never run. */
export function findLastCheck(tx: Tx, checkKey: string) {
  return tx.controlCheck.findFirst({ where: { checkKey }, orderBy: [{ ranAt: 'desc' }, { id: 'desc' }] })
}

/** Which checks failed the last time. */
export async function listFailedChecks(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ checkKey: string }[]>`
    SELECT "checkKey" FROM (
      SELECT DISTINCT ON (check_key) check_key AS "checkKey", ok FROM control_check ORDER BY check_key, ran_at DESC, id DESC
    ) AS latest WHERE NOT ok`
  return rows.map(({ checkKey }) => checkKey)
}

/** @returns the id of each result, in their order. */
export async function insertChecks(tx: Tx, results: readonly CheckResult[]): Promise<string[]> {
  const rows = results.map(({ sample, ...result }) => ({ id: createId(), ...result, sample: [...sample] }))
  await tx.controlCheck.createMany({ data: rows })
  return rows.map(({ id }) => id)
}

/** Removes results of more than 30 days ago, but never the last ones of a check. */
export async function pruneChecks(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM control_check c
    WHERE c.ran_at < now() - interval '30 days'
      AND c.id NOT IN (SELECT k.id FROM control_check k WHERE k.check_key = c.check_key ORDER BY k.ran_at DESC, k.id DESC LIMIT 20)`
}

/** How large the ledger is on disk. */
export async function measureLedger(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ sizeBytes: number }[]>`
    SELECT pg_relation_size('usage_entry')::float8 AS "sizeBytes"`
  return row?.sizeBytes ?? 0
}

/** Now, as something to look for changes since: the oldest transaction that has not ended. */
export async function readSnapshot(tx: Tx): Promise<string> {
  const [row] = await tx.$queryRaw<{ snapshot: string }[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS snapshot`
  return row?.snapshot ?? '0'
}

/**
 * Workspaces whose stocks or members somebody has written since `snapshot`, whoever it was and by whatever way: the
 * database itself marks each row with the transaction that wrote it last. These tables hold a few rows for each workspace,
 * so reading them through is cheap.
 */
export async function findChangedWorkspaces(tx: Tx, snapshot: string): Promise<string[]> {
  // Marks are 32 bits of a counter that goes round: what is less than half a round ahead came later.
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH since AS (SELECT ${snapshot}::text::bigint % 4294967296 AS mark),
    written (workspace_id, mark) AS (
      SELECT workspace_id, xmin::text::bigint FROM workspace_stock
      UNION ALL SELECT workspace_id, xmin::text::bigint FROM membership
    )
    SELECT DISTINCT workspace_id AS id FROM written, since
    WHERE (written.mark - since.mark + 4294967296) % 4294967296 < 2147483648`
  return rows.map(({ id }) => id)
}

/** The next workspaces of a round, in the order of their ids. */
export async function listWorkspacesAfter(tx: Tx, cursor: string | null, take: number): Promise<string[]> {
  const rows = await tx.billingAccount.findMany({
    ...(cursor ? { where: { workspaceId: { gt: cursor } } } : {}),
    orderBy: { workspaceId: 'asc' },
    take,
    select: { workspaceId: true },
  })
  return rows.map(({ workspaceId }) => workspaceId)
}

/** Those of `ids` that are still there. */
export async function findKnownWorkspaces(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.billingAccount.findMany({
    where: { workspaceId: { in: [...ids] } },
    select: { workspaceId: true },
  })
  return rows.map(({ workspaceId }) => workspaceId)
}

export interface NegativeStock {
  workspaceId: string
  key: string
  stored: number
  counted: number | null
}

/** Seats that are not the members that are there, and stocks below 0. */
export function findSeatProblems(tx: Tx, ids: readonly string[]): Promise<NegativeStock[]> {
  return tx.$queryRaw<NegativeStock[]>`
    SELECT s.workspace_id AS "workspaceId", s.key, s.value::float8 AS stored, m.members::float8 AS counted
    FROM workspace_stock s
    LEFT JOIN LATERAL (
      SELECT count(*) AS members FROM membership m WHERE m.workspace_id = s.workspace_id AND s.key = 'seats'
    ) m ON s.key = 'seats'
    WHERE s.workspace_id = ANY (${[...ids]}::uuid[]) AND (s.value < 0 OR s.value <> m.members)`
}

/** How many reservations are held long after their end: nobody sweeps. */
export async function countStuckReservations(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM quota_reservation WHERE state = 'held' AND expires_at < now() - interval '5 minutes'`
  return row?.count ?? 0
}

export interface DayFigures {
  action: string
  planKey: string
  netMc: number
  chargedMc: number
  overageMc: number
  costMicroUsd: number
  writeOffMicroUsd: number
}

/** Sums of today (UTC) by action and plan. */
export function sumToday(tx: Tx): Promise<DayFigures[]> {
  return tx.$queryRaw<DayFigures[]>`
    SELECT action, plan_key AS "planKey", sum(charged_mc - refunded_mc)::float8 AS "netMc",
           sum(charged_mc)::float8 AS "chargedMc", sum(overage_mc)::float8 AS "overageMc",
           sum(cost_micro_usd)::float8 AS "costMicroUsd", sum(write_off_micro_usd)::float8 AS "writeOffMicroUsd"
    FROM usage_daily WHERE day = (now() AT TIME ZONE 'UTC')::date
    GROUP BY 1, 2 ORDER BY 1, 2`
}

/** How often the paywall said no today (UTC), by code. */
export function sumDenialsToday(tx: Tx): Promise<{ code: string; count: number }[]> {
  return tx.$queryRaw<{ code: string; count: number }[]>`
    SELECT code, sum(count)::float8 AS count FROM denial_daily WHERE day = (now() AT TIME ZONE 'UTC')::date
    GROUP BY 1 ORDER BY 1`
}

export interface EstimateFigures {
  model: string
  calls: number
  counted: number
  estimated: number
}

/** Of the last day's calls that the provider has counted: tokens by its count and by ours. */
export function sumEstimates(tx: Tx): Promise<EstimateFigures[]> {
  return tx.$queryRaw<EstimateFigures[]>`
    SELECT coalesce(model, '') AS model, count(*)::float8 AS calls,
           sum(coalesce(input_tokens, 0) + coalesce(output_tokens, 0))::float8 AS counted,
           sum(coalesce(estimated_input_tokens, 0) + coalesce(estimated_output_tokens, 0))::float8 AS estimated
    FROM usage_entry
    WHERE at > now() - interval '1 day' AND kind = 'cost' AND source = 'provider' AND estimated_input_tokens IS NOT NULL
    GROUP BY 1 ORDER BY 1`
}
