// A month of usage as a running product leaves it behind: for the tests of what staff and members see, and for the seed.
import { withPlatform } from '#lib/platform/db/index.ts'
import { createId, NIL_ID } from '#lib/platform/id.ts'
import { createRandom, type Random } from './random.ts'

const DAY_MS = 86_400_000
const MODELS = ['builtin', 'claude-sonnet']
const ACTIONS = ['answer', 'answer', 'answer', 'reindex', 'ingest'] as const

export interface UsageMonth {
  readonly workspaceId: string
  readonly userIds: readonly string[]
  readonly planKey: string
  /** First day, at midnight UTC; its credits have ended before today. */
  readonly from: Date
  readonly days: number
  readonly perDay: number
  /** The same number makes the same month. */
  readonly seed: number
}

interface EntryRow {
  id: string
  at: string
  kind: string
  action: string
  amount_mc: number
  cost_micro_usd: number
  input_tokens: number | null
  output_tokens: number | null
  model: string | null
  write_off: boolean
  user_id: string | null
  grant_id: string | null
  surface: string
}

/** Writes entries, their sums by day and the grant that they were charged to, so that the books balance. */
export async function insertUsageMonth(month: UsageMonth): Promise<void> {
  const grantId = createId()
  const entries = buildEntries(month, grantId)
  const sum = (kind: string) =>
    entries.filter((entry) => entry.kind === kind).reduce((mc, { amount_mc }) => mc + amount_mc, 0)
  const { workspaceId, planKey, from, days } = month
  await withPlatform('seed', async (tx) => {
    await tx.quotaGrant.createMany({
      data: {
        ...{ workspaceId, id: grantId, meter: 'credits', source: 'plan', sourceRef: from.toISOString() },
        ...{ priority: 10, limitMc: sum('grant'), usedMc: sum('charge') - sum('refund') },
        ...{ startsAt: from, expiresAt: new Date(from.getTime() + days * DAY_MS) },
      },
    })
    await tx.$executeRaw`
      WITH given AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS e (
          id uuid, at timestamptz, kind text, action text, amount_mc bigint, cost_micro_usd bigint, input_tokens int,
          output_tokens int, model text, write_off boolean, user_id uuid, grant_id uuid, surface text)
      ), written AS (
        INSERT INTO usage_entry (workspace_id, id, at, kind, action, amount_mc, cost_micro_usd, input_tokens,
                                 output_tokens, model, write_off, user_id, grant_id, plan_key, surface)
        SELECT ${workspaceId}::uuid, id, at, kind, action, amount_mc, cost_micro_usd, input_tokens, output_tokens, model,
               write_off, user_id, grant_id, ${planKey}::text, surface
        FROM given RETURNING *
      )
      INSERT INTO usage_daily (workspace_id, day, action, plan_key, user_id, api_key_id, surface, granted_mc, revoked_mc,
                               charged_mc, refunded_mc, overage_mc, cost_micro_usd, write_off_micro_usd, input_tokens,
                               output_tokens, entries)
      SELECT workspace_id, (at AT TIME ZONE 'UTC')::date, action, plan_key,
             coalesce(user_id, ${NIL_ID}::uuid),
             ${NIL_ID}::uuid, surface,
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'grant'), 0), 0,
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'charge'), 0),
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'refund'), 0),
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'overage'), 0),
             sum(cost_micro_usd), coalesce(sum(cost_micro_usd) FILTER (WHERE write_off), 0),
             coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), count(*)
      FROM written GROUP BY 1, 2, 3, 4, 5, 6, 7`
  })
}

function buildEntries(month: UsageMonth, grantId: string): EntryRow[] {
  const random = createRandom(month.seed)
  const entries: EntryRow[] = []
  for (let day = 0; day < month.days; day++) {
    for (let nth = random.integer(0, month.perDay); nth > 0; nth--) {
      const at = new Date(month.from.getTime() + day * DAY_MS + random.integer(0, DAY_MS - 1))
      entries.push(...buildOperation(month, { at, grantId, random }))
    }
  }
  const charged = entries.reduce((mc, { kind, amount_mc }) => (kind === 'charge' ? mc + amount_mc : mc), 0)
  const grant = {
    ...blank(month.from),
    kind: 'grant',
    action: 'grant.plan',
    grant_id: grantId,
    surface: 'job',
  }
  return [{ ...grant, amount_mc: charged + 1_000 }, ...entries]
}

/** One answer, re-index or ingest: a charge in full or in part, given back, above the limit, or a cost of our own. */
function buildOperation(
  { userIds }: UsageMonth,
  { at, grantId, random }: { at: Date; grantId: string; random: Random },
): EntryRow[] {
  const action = random.pick(ACTIONS) ?? 'answer'
  const base = { ...blank(at), action, user_id: action === 'ingest' ? null : (random.pick(userIds) ?? null) }
  const isFree = action === 'ingest' || random.next() < 0.1
  const cost: EntryRow = {
    ...{ ...base, id: createId(), kind: 'cost', model: random.pick(MODELS) ?? null },
    ...{ input_tokens: random.integer(200, 3_000), output_tokens: random.integer(0, 900) },
    ...{ cost_micro_usd: random.integer(0, 9_000), write_off: isFree && action !== 'ingest' },
  }
  if (isFree) return [cost]
  const isStopped = random.next() < 0.2
  const amountMc = isStopped ? random.integer(1, 999) : action === 'reindex' ? 1_480 : 1_000
  const charge = { ...base, id: createId(), kind: 'charge', amount_mc: amountMc, grant_id: grantId }
  const refund = { ...charge, id: createId(), kind: 'refund', amount_mc: random.integer(1, amountMc) }
  const overage = { ...base, id: createId(), kind: 'overage', amount_mc: random.integer(1, 400) }
  const hasRefund = random.next() < 0.08
  const hasOverage = random.next() < 0.05
  return [cost, charge, ...(hasRefund ? [refund] : []), ...(hasOverage ? [overage] : [])]
}

function blank(at: Date): EntryRow {
  return {
    ...{
      id: createId(),
      at: at.toISOString(),
      kind: 'cost',
      action: 'answer',
      amount_mc: 0,
      cost_micro_usd: 0,
    },
    ...{
      input_tokens: null,
      output_tokens: null,
      model: null,
      write_off: false,
      user_id: null,
      grant_id: null,
    },
    surface: 'web',
  }
}
