import { Prisma, type Tx } from '#lib/platform/db/index.ts'
import { NIL_ID } from '#lib/platform/id.ts'

export const USAGE_GROUPS = ['day', 'member', 'action', 'document', 'conversation'] as const
export type UsageGroup = (typeof USAGE_GROUPS)[number]

/** Whole days in UTC, both ends included, as YYYY-MM-DD. */
export interface UsageRange {
  readonly from: string
  readonly to: string
}

/** What was used; amounts in mc. */
export interface UsageSums {
  readonly chargedMc: number
  readonly refundedMc: number
  readonly overageMc: number
  readonly inputTokens: number
  readonly outputTokens: number
}
export interface UsageGroupRow extends UsageSums {
  /** The day, action or id; null for what belongs to none. */
  readonly key: string | null
}

interface SumRow {
  key: string | null
  charged: bigint
  refunded: bigint
  overage: bigint
  input: bigint
  output: bigint
}

const DAILY_SUMS = Prisma.sql`
  coalesce(sum(charged_mc), 0)::bigint AS charged, coalesce(sum(refunded_mc), 0)::bigint AS refunded,
  coalesce(sum(overage_mc), 0)::bigint AS overage, coalesce(sum(input_tokens), 0)::bigint AS input,
  coalesce(sum(output_tokens), 0)::bigint AS output`

const DAILY_KEYS = {
  day: Prisma.sql`day::text`,
  member: Prisma.sql`nullif(user_id, ${NIL_ID}::uuid)::text`,
  action: Prisma.sql`action`,
} as const

const ENTRY_KEYS = {
  document: Prisma.sql`document_id::text`,
  conversation: Prisma.sql`conversation_id::text`,
} as const

/** @param ownOf only this person's; everybody's if null. */
export async function sumAll(
  tx: Tx,
  workspaceId: string,
  range: UsageRange,
  ownOf: string | null,
): Promise<UsageSums> {
  const [row] = await tx.$queryRaw<SumRow[]>`
    SELECT NULL AS key, ${DAILY_SUMS} FROM usage_daily WHERE ${ofDays(workspaceId, range, ownOf)}`
  if (!row) throw new Error('A sum always gives a row.')
  return toSums(row)
}

/** From the sums by day, or (documents and conversations) from the entries themselves; days in their order, else most first. */
export async function sumGroups(
  tx: Tx,
  workspaceId: string,
  query: UsageRange & { groupBy: UsageGroup; ownOf: string | null; take: number },
): Promise<UsageGroupRow[]> {
  const { groupBy, ownOf, take } = query
  const order = groupBy === 'day' ? Prisma.sql`key` : Prisma.sql`charged DESC, input DESC, key NULLS LAST`
  const rows =
    groupBy === 'document' || groupBy === 'conversation'
      ? await tx.$queryRaw<SumRow[]>`
          SELECT ${ENTRY_KEYS[groupBy]} AS key,
                 coalesce(sum(amount_mc) FILTER (WHERE kind = 'charge'), 0)::bigint AS charged,
                 coalesce(sum(amount_mc) FILTER (WHERE kind = 'refund'), 0)::bigint AS refunded,
                 coalesce(sum(amount_mc) FILTER (WHERE kind = 'overage'), 0)::bigint AS overage,
                 coalesce(sum(input_tokens), 0)::bigint AS input, coalesce(sum(output_tokens), 0)::bigint AS output
          FROM usage_entry
          WHERE workspace_id = ${workspaceId}::uuid AND kind IN ('charge', 'refund', 'overage', 'cost')
            AND at >= (${query.from}::date)::timestamp AT TIME ZONE 'UTC'
            AND at < (${query.to}::date + 1)::timestamp AT TIME ZONE 'UTC'
            AND (${ownOf}::uuid IS NULL OR user_id = ${ownOf}::uuid)
          GROUP BY 1 ORDER BY ${order} LIMIT ${take}::int`
      : await tx.$queryRaw<SumRow[]>`
          SELECT ${DAILY_KEYS[groupBy]} AS key, ${DAILY_SUMS} FROM usage_daily
          WHERE ${ofDays(workspaceId, query, ownOf)} AND action NOT LIKE 'grant.%' AND action NOT LIKE 'revoke.%'
          GROUP BY 1 ORDER BY ${order} LIMIT ${take}::int`
  return rows.map((row) => ({ key: row.key, ...toSums(row) }))
}

function ofDays(workspaceId: string, { from, to }: UsageRange, ownOf: string | null): Prisma.Sql {
  return Prisma.sql`workspace_id = ${workspaceId}::uuid AND day BETWEEN ${from}::date AND ${to}::date
    AND (${ownOf}::uuid IS NULL OR user_id = ${ownOf}::uuid)`
}

function toSums(row: SumRow): UsageSums {
  return {
    chargedMc: Number(row.charged),
    refundedMc: Number(row.refunded),
    overageMc: Number(row.overage),
    inputTokens: Number(row.input),
    outputTokens: Number(row.output),
  }
}
