import { Prisma, type Tx } from '#lib/platform/db/index.ts'
import { creditValues } from './credit-value.ts'
import type { UsageGroup } from './schema.ts'

/** Sums of the roll-up; amounts in mc and millionths of a US dollar. */
export interface UsageSums {
  grantedMc: bigint
  revokedMc: bigint
  chargedMc: bigint
  refundedMc: bigint
  overageMc: bigint
  costMicroUsd: bigint
  writeOffMicroUsd: bigint
  revenueMicroUsd: bigint
  inputTokens: bigint
  outputTokens: bigint
  entries: bigint
}
export interface UsageGroupRow extends UsageSums {
  key: string
  label: string | null
  groupCount: bigint
}

export interface UsageFilter {
  from: string
  to: string
  workspaceId: string | null
}

/**
 * Sums by group, those with the most charged credits first (days in their order), the number of all groups, and the sums of
 * all of them. The days are read once and added up as they are, by group and plan; names, text and what a credit is worth
 * come to the few sums that are left.
 */
export async function groupUsage(
  tx: Tx,
  { from, to, workspaceId, groupBy, take }: UsageFilter & { groupBy: UsageGroup; take: number },
): Promise<{ totals: UsageSums; rows: UsageGroupRow[] }> {
  const order = groupBy === 'day' ? Prisma.sql`key` : Prisma.sql`"chargedMc" DESC, "costMicroUsd" DESC, key`
  const found = await tx.$queryRaw<UsageGroupRow[]>`
    WITH parts AS (
      SELECT ${KEYS[groupBy]} AS key, plan_key, ${PARTS} FROM usage_daily d
      WHERE day BETWEEN ${from}::date AND ${to}::date
        AND (${workspaceId}::uuid IS NULL OR workspace_id = ${workspaceId}::uuid)
      GROUP BY 1, 2
    ), valued AS (
      SELECT p.*, (charged - refunded) * coalesce(v.micro_usd, 0) / 1000 AS revenue
      FROM parts p
      LEFT JOIN jsonb_to_recordset(${JSON.stringify(creditValues())}::jsonb) AS v (plan_key text, micro_usd numeric)
        ON v.plan_key = p.plan_key
    ), page AS (
      SELECT key::text AS key, ${SUMS}, count(*) OVER () AS "groupCount" FROM valued GROUP BY valued.key
      ORDER BY ${order} LIMIT ${take}::int
    )
    SELECT page.*, ${LABELS[groupBy]} AS label, false AS "isTotal" FROM page
    UNION ALL
    SELECT NULL, ${SUMS}, 0, NULL, true FROM valued
    ORDER BY "isTotal" DESC, ${order}`
  const [totals, ...rows] = found
  if (!totals) throw new Error('A sum always gives a row.')
  return { totals, rows }
}

const PARTS = Prisma.sql`
  sum(granted_mc) AS granted, sum(revoked_mc) AS revoked, sum(charged_mc) AS charged, sum(refunded_mc) AS refunded,
  sum(overage_mc) AS overage, sum(cost_micro_usd) AS cost, sum(write_off_micro_usd) AS write_off,
  sum(input_tokens) AS input, sum(output_tokens) AS output, sum(entries) AS entries`

const SUMS = Prisma.sql`
  coalesce(sum(granted), 0)::bigint AS "grantedMc", coalesce(sum(revoked), 0)::bigint AS "revokedMc",
  coalesce(sum(charged), 0)::bigint AS "chargedMc", coalesce(sum(refunded), 0)::bigint AS "refundedMc",
  coalesce(sum(overage), 0)::bigint AS "overageMc", coalesce(sum(cost), 0)::bigint AS "costMicroUsd",
  coalesce(sum(write_off), 0)::bigint AS "writeOffMicroUsd", coalesce(round(sum(revenue)), 0)::bigint AS "revenueMicroUsd",
  coalesce(sum(input), 0)::bigint AS "inputTokens", coalesce(sum(output), 0)::bigint AS "outputTokens",
  coalesce(sum(entries), 0)::bigint AS entries`

const KEYS: Record<UsageGroup, Prisma.Sql> = {
  day: Prisma.sql`d.day`,
  workspace: Prisma.sql`d.workspace_id`,
  user: Prisma.sql`d.user_id`,
  plan: Prisma.sql`d.plan_key`,
  action: Prisma.sql`d.action`,
}

/** Names are looked up for the rows that are shown, not for all that are summed. */
const LABELS: Record<UsageGroup, Prisma.Sql> = {
  day: Prisma.sql`page.key`,
  workspace: Prisma.sql`(SELECT w.name FROM workspace w WHERE w.id = page.key::uuid)`,
  user: Prisma.sql`(SELECT u.email FROM "user" u WHERE u.id = page.key::uuid)`,
  plan: Prisma.sql`page.key`,
  action: Prisma.sql`page.key`,
}
