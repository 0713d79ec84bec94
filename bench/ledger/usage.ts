// The staff's usage page over a year of a large house: its roll-up, and with --real also the entries under it.
import { getUsage } from '#lib/admin/index.ts'
import { USAGE_GROUPS, type UsageGroup, type UsageReport } from '#lib/admin/schema.ts'
import type { UserContext } from '#lib/auth/context.ts'
import type { BenchDatabase } from '../retrieval/bench-database.ts'
import { type Latency, toLatency } from './spend.ts'

const YEAR_DAYS = 365
/** Rounds over all ways of grouping. */
const MONTH_ROUNDS = 10
const YEAR_ROUNDS = 2
const INPUT_TOKENS = 800
const STAFF: UserContext = {
  userId: '00000000-0000-0000-0000-000000000001',
  sessionId: 'bench',
  email: 'staff@example.com',
  isStaff: true,
  authenticatedAt: new Date(),
  requestId: 'bench',
}

/** A year that ended before the benches began to spend. */
const FIRST_DAY = '2025-01-01'
const LAST_DAY = '2025-12-31'
const MONTH_FROM = '2025-12-01'

/**
 * Entry number i of a year: workspace, day, person and action in turns, so that each sum by day stands for several.
 * One formula, from which the entries are made, or their sums directly.
 */
const NUMBERED = `
  SELECT i, ($2::uuid[])[1 + i % cardinality($2::uuid[])] AS workspace_id,
         date '${FIRST_DAY}' + (i / cardinality($2::uuid[]) % ${YEAR_DAYS})::int AS day,
         (ARRAY['answer', 'ingest', 'embed'])[1 + i / (cardinality($2::uuid[]) * ${YEAR_DAYS}) % 3] AS action
  FROM generate_series(0, $1::bigint - 1) AS i`

export interface Made {
  entries: number
  rollUpRows: number
  seconds: number
}

/** Fills the roll-up as `entries` entries would have; `isReal` writes these too, and sums them. */
export async function makeYear(
  { owner }: BenchDatabase,
  { workspaceIds, entries, isReal }: { workspaceIds: string[]; entries: number; isReal: boolean },
): Promise<Made> {
  const startedAt = performance.now()
  const nobody = `'00000000-0000-0000-0000-000000000000'::uuid`
  if (isReal) {
    await owner.query(
      `INSERT INTO usage_entry (workspace_id, id, kind, action, amount_mc, cost_micro_usd, input_tokens, output_tokens, plan_key, surface, at)
       SELECT workspace_id, gen_random_uuid(), CASE action WHEN 'answer' THEN 'charge' ELSE 'cost' END, action,
              CASE action WHEN 'answer' THEN 1000 ELSE 0 END, 40 + i % 7, ${INPUT_TOKENS}, 40, 'pro', 'web', day + interval '12 hours'
       FROM (${NUMBERED}) AS numbered`,
      [entries, workspaceIds],
    )
  }
  const source = isReal
    ? `SELECT workspace_id, (at AT TIME ZONE 'UTC')::date AS day, action, amount_mc, cost_micro_usd, input_tokens, output_tokens
       FROM usage_entry WHERE at < '2026-01-01' AND workspace_id = ANY ($1::uuid[])`
    : `SELECT workspace_id, day, action, CASE action WHEN 'answer' THEN 1000 ELSE 0 END AS amount_mc,
              40 + i % 7 AS cost_micro_usd, ${INPUT_TOKENS} AS input_tokens, 40 AS output_tokens FROM (${NUMBERED}) AS numbered`
  const rolled = await owner.query(
    `INSERT INTO usage_daily (workspace_id, day, action, plan_key, user_id, api_key_id, surface, charged_mc, cost_micro_usd, input_tokens, output_tokens, entries)
     SELECT workspace_id, day, action, 'pro', ${nobody}, ${nobody}, 'web', sum(amount_mc), sum(cost_micro_usd), sum(input_tokens), sum(output_tokens), count(*)
     FROM (${source}) AS source GROUP BY 1, 2, 3`,
    isReal ? [workspaceIds] : [entries, workspaceIds],
  )
  await owner.query('VACUUM ANALYZE usage_daily')
  return { entries, rollUpRows: rolled.rowCount ?? 0, seconds: (performance.now() - startedAt) / 1_000 }
}

export interface UsageTimes {
  month: Latency
  /** Null on the embedded database: a house that large runs on a server. */
  year: Latency | null
  /** Milliseconds of the year's sums over the entries themselves; null without them. */
  overEntries: number | null
  faults: string[]
}

/** Every way the page groups by, a month and the whole year. The sums must be right to the milli-credit. */
export async function measureUsage(
  { owner, kind }: BenchDatabase,
  { entries }: Made,
  isReal: boolean,
): Promise<UsageTimes> {
  const faults: string[] = []
  const compare = async (from: string, { totals, groupBy }: UsageReport) => {
    const [expected] = (
      await owner.query<{ entries: number; charged: number; tokens: number }>(
        `SELECT sum(entries)::int AS entries, sum(charged_mc)::float8 / 1000 AS charged, sum(input_tokens)::float8 AS tokens
         FROM usage_daily WHERE day BETWEEN $1 AND $2`,
        [from, LAST_DAY],
      )
    ).rows
    const told = { entries: totals.entries, charged: totals.charged, tokens: totals.inputTokens }
    if (JSON.stringify(told) !== JSON.stringify(expected))
      faults.push(`${groupBy}: ${JSON.stringify(told)} instead of ${JSON.stringify(expected)}`)
    if (from === FIRST_DAY && told.entries !== entries) faults.push(`${told.entries} of ${entries} entries`)
  }
  const measure = async (from: string, rounds: number) => {
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      for (const groupBy of USAGE_GROUPS) {
        const { ms, report } = await readUsage(from, groupBy)
        times.push(ms)
        if (round === 0) await compare(from, report)
      }
    }
    return toLatency(times)
  }
  const month = await measure(MONTH_FROM, MONTH_ROUNDS)
  const year = kind === 'server' ? await measure(FIRST_DAY, YEAR_ROUNDS) : null
  let overEntries: number | null = null
  if (isReal) {
    const startedAt = performance.now()
    const { rows } = await owner.query<{ charged: string }>(
      `SELECT sum(charged) AS charged FROM (
         SELECT (at AT TIME ZONE 'UTC')::date AS day, sum(amount_mc) AS charged, sum(cost_micro_usd) AS cost, count(*) AS entries
         FROM usage_entry WHERE at < '2026-01-01' GROUP BY 1) AS days`,
    )
    overEntries = performance.now() - startedAt
    const { report } = await readUsage(FIRST_DAY, 'day')
    if (Number(rows[0]?.charged) !== report.totals.charged * 1_000)
      faults.push(`charged ${report.totals.charged} credits, entries say ${rows[0]?.charged} mc`)
  }
  return { month, year, overEntries, faults }
}

async function readUsage(from: string, groupBy: UsageGroup) {
  const startedAt = performance.now()
  const report = await getUsage(STAFF, { from, to: LAST_DAY, groupBy, format: 'json' })
  return { report, ms: performance.now() - startedAt }
}
