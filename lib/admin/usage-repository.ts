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

/** Everything of the range in one row. */
export async function sumUsage(tx: Tx, filter: UsageFilter): Promise<UsageSums> {
  const [row] = await tx.$queryRaw<UsageSums[]>`
    SELECT ${SUMS} FROM ${usage(filter)}`
  if (!row) throw new Error('A sum always gives a row.')
  return row
}

/** Sums by group, those with the most charged credits first (days in their order), with the number of all groups. */
export function groupUsage(
  tx: Tx,
  filter: UsageFilter & { groupBy: UsageGroup; take: number },
): Promise<UsageGroupRow[]> {
  const key = KEYS[filter.groupBy]
  const order =
    filter.groupBy === 'day' ? Prisma.sql`key` : Prisma.sql`"chargedMc" DESC, "costMicroUsd" DESC, key`
  return tx.$queryRaw<UsageGroupRow[]>`
    WITH sums AS (
      SELECT ${key} AS key, ${SUMS} FROM ${usage(filter)} GROUP BY 1
    ), page AS (
      SELECT *, count(*) OVER () AS "groupCount" FROM sums ORDER BY ${order} LIMIT ${filter.take}::int
    )
    SELECT page.*, ${LABELS[filter.groupBy]} AS label FROM page ORDER BY ${order}`
}

const SUMS = Prisma.sql`
  coalesce(sum(d.granted_mc), 0)::bigint AS "grantedMc", coalesce(sum(d.revoked_mc), 0)::bigint AS "revokedMc",
  coalesce(sum(d.charged_mc), 0)::bigint AS "chargedMc", coalesce(sum(d.refunded_mc), 0)::bigint AS "refundedMc",
  coalesce(sum(d.overage_mc), 0)::bigint AS "overageMc", coalesce(sum(d.cost_micro_usd), 0)::bigint AS "costMicroUsd",
  coalesce(sum(d.write_off_micro_usd), 0)::bigint AS "writeOffMicroUsd",
  coalesce(round(sum((d.charged_mc - d.refunded_mc) * coalesce(v.micro_usd, 0) / 1000)), 0)::bigint AS "revenueMicroUsd",
  coalesce(sum(d.input_tokens), 0)::bigint AS "inputTokens", coalesce(sum(d.output_tokens), 0)::bigint AS "outputTokens",
  coalesce(sum(d.entries), 0)::bigint AS entries`

const KEYS: Record<UsageGroup, Prisma.Sql> = {
  day: Prisma.sql`d.day::text`,
  workspace: Prisma.sql`d.workspace_id::text`,
  user: Prisma.sql`d.user_id::text`,
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

function usage({ from, to, workspaceId }: UsageFilter): Prisma.Sql {
  return Prisma.sql`usage_daily d
    LEFT JOIN jsonb_to_recordset(${JSON.stringify(creditValues())}::jsonb) AS v (plan_key text, micro_usd numeric)
      ON v.plan_key = d.plan_key
    WHERE d.day BETWEEN ${from}::date AND ${to}::date
      AND (${workspaceId}::uuid IS NULL OR d.workspace_id = ${workspaceId}::uuid)`
}
