import { beforeAll, describe, expect, it } from 'vitest'
import type { UserContext } from '#lib/auth/context.ts'
import { findLedgerProblems } from '#lib/billing/index.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { createUser, createWorkspace } from '#lib/testing/factories.ts'
import { createStaff } from '#lib/testing/staff.ts'
import { insertUsageMonth } from '#lib/testing/usage.ts'
import { getUsage, getUsageCsv, listLedger } from './index.ts'
import { USAGE_GROUPS, type UsageFigures, type UsageGroup, usageQuerySchema } from './schema.ts'

const RANGE = { from: '2026-09-10', to: '2026-10-09' }
const PLAN_WORTH = { free: 0, pro: 10_000, team: 10_000, enterprise: 0 } as const
let staff: UserContext
let workspaceIds: string[]

beforeAll(async () => {
  staff = await createStaff()
  workspaceIds = []
  for (const [index, plan] of (['free', 'pro', 'team', 'enterprise'] as const).entries()) {
    const workspace = await createWorkspace({ plan, name: `House ${plan}` })
    const colleague = await createUser()
    await insertUsageMonth({
      workspaceId: workspace.workspaceId,
      userIds: [workspace.userId, colleague.userId],
      planKey: plan,
      from: new Date(`${RANGE.from}T00:00:00Z`),
      days: 30,
      perDay: 12,
      seed: 100 + index,
    })
    workspaceIds.push(workspace.workspaceId)
  }
})

const KEY_SQL: Record<UsageGroup, string> = {
  day: `(at AT TIME ZONE 'UTC')::date::text`,
  workspace: 'workspace_id::text',
  user: `user_id::text`,
  plan: 'plan_key',
  action: 'action',
}

/** The same figures, counted from the ledger itself. */
async function countEntries(
  group: string,
  range: { from: string; to: string },
  workspaceId: string | null = null,
): Promise<Map<string | null, UsageFigures>> {
  const rows = await ownerQuery<Record<string, string>>(
    `SELECT ${group} AS key, sum(CASE WHEN kind = 'grant' THEN amount_mc ELSE 0 END) AS granted,
            sum(CASE WHEN kind = 'revoke' THEN amount_mc ELSE 0 END) AS revoked,
            sum(CASE WHEN kind = 'charge' THEN amount_mc ELSE 0 END) AS charged,
            sum(CASE WHEN kind = 'refund' THEN amount_mc ELSE 0 END) AS refunded,
            sum(CASE WHEN kind = 'overage' THEN amount_mc ELSE 0 END) AS overage,
            sum(cost_micro_usd) AS cost, sum(CASE WHEN write_off THEN cost_micro_usd ELSE 0 END) AS lost,
            sum(coalesce(input_tokens, 0)) AS input, sum(coalesce(output_tokens, 0)) AS output, count(*) AS entries,
            ${Object.entries(PLAN_WORTH)
              .map(
                ([plan, worth]) =>
                  `sum(CASE WHEN plan_key = '${plan}' AND kind IN ('charge', 'refund')
                       THEN (CASE kind WHEN 'charge' THEN amount_mc ELSE -amount_mc END) * ${worth} / 1000 ELSE 0 END)`,
              )
              .join(' + ')} AS revenue
     FROM usage_entry
     WHERE at >= $1::date AND at < $2::date + 1 AND ($3::uuid IS NULL OR workspace_id = $3) GROUP BY 1`,
    [range.from, range.to, workspaceId],
  )
  return new Map(
    rows.map((row) => [
      row.key ?? null,
      {
        granted: Number(row.granted) / 1_000,
        revoked: Number(row.revoked) / 1_000,
        charged: Number(row.charged) / 1_000,
        refunded: Number(row.refunded) / 1_000,
        overage: Number(row.overage) / 1_000,
        costMicroUsd: Number(row.cost),
        writeOffMicroUsd: Number(row.lost),
        revenueMicroUsd: Number(row.revenue),
        marginMicroUsd: Number(row.revenue) - Number(row.cost),
        inputTokens: Number(row.input),
        outputTokens: Number(row.output),
        entries: Number(row.entries),
      },
    ]),
  )
}

const query = (input: object) => usageQuerySchema.parse({ ...RANGE, ...input })
const toMap = (items: readonly (UsageFigures & { key: string | null; label: string })[]) =>
  new Map(items.map(({ key, label: _, ...figures }) => [key, figures]))

describe('usage and cost', () => {
  it('rests on books that balance', async () => {
    expect(await withPlatform('staffRead', (tx) => findLedgerProblems(tx))).toEqual([])
  })

  it.each(USAGE_GROUPS)('by %s equals the ledger to the milli-credit', async (groupBy) => {
    const { items, groupCount } = await getUsage(staff, query({ groupBy }))
    const counted = await countEntries(KEY_SQL[groupBy], RANGE)
    expect(toMap(items)).toEqual(counted)
    expect(groupCount).toBe(counted.size)
    expect(counted.size).toBeGreaterThan(1)
  })

  it('totals equal the ledger, for all and for each workspace', async () => {
    const all = await countEntries(`'all'`, RANGE)
    expect((await getUsage(staff, query({}))).totals).toEqual(all.get('all'))
    for (const workspaceId of workspaceIds) {
      const { totals, items } = await getUsage(staff, query({ workspaceId }))
      expect(totals).toEqual((await countEntries(`'all'`, RANGE, workspaceId)).get('all'))
      expect(toMap(items)).toEqual(await countEntries(KEY_SQL.day, RANGE, workspaceId))
    }
  })

  it('has both ends of the range in it, and nothing outside', async () => {
    const range = { from: '2026-09-15', to: '2026-09-15' }
    const { totals, items } = await getUsage(staff, query(range))
    expect(items.map(({ key }) => key)).toEqual(['2026-09-15'])
    expect(totals).toEqual((await countEntries(`'all'`, range)).get('all'))
  })

  it('holds write-offs, refunds and overage, or it would prove little', async () => {
    const { totals } = await getUsage(staff, query({}))
    for (const figure of [
      'refunded',
      'overage',
      'writeOffMicroUsd',
      'costMicroUsd',
      'revenueMicroUsd',
    ] as const)
      expect(totals[figure]).toBeGreaterThan(0)
  })

  it('of a range without usage is nothing at all', async () => {
    const { totals, items, groupCount } = await getUsage(
      staff,
      query({ from: '2020-01-01', to: '2020-01-31' }),
    )
    expect([totals.entries, totals.charged, items, groupCount]).toEqual([0, 0, [], 0])
  })

  it('refuses a range that is too long or runs backwards', () => {
    expect(usageQuerySchema.safeParse({ from: '2025-01-01', to: '2026-01-01' }).success).toBe(true)
    expect(usageQuerySchema.safeParse({ from: '2025-01-01', to: '2026-01-02' }).success).toBe(false)
    expect(usageQuerySchema.safeParse({ from: '2026-01-02', to: '2026-01-01' }).success).toBe(false)
  })

  it('as CSV says the same', async () => {
    const csv = await getUsageCsv(staff, query({ groupBy: 'workspace', format: 'csv' }))
    const [header, ...rows] = csv.trimEnd().split('\r\n')
    const { items } = await getUsage(staff, query({ groupBy: 'workspace' }))
    expect(header).toMatch(/^workspace,name,granted,revoked,charged,/)
    expect(rows.map((row) => Number(row.split(',')[4]))).toEqual(items.map(({ charged }) => charged))
  })

  it('of the ledger, page by page, is every entry once', async () => {
    const [workspaceId = ''] = workspaceIds
    const seen: { id: string; kind: string; credits: number }[] = []
    let cursor: string | undefined
    do {
      const page = await listLedger(staff, workspaceId, { cursor })
      seen.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    const [row] = await ownerQuery<{ count: string; mc: string }>(
      `SELECT count(*) AS count, sum(amount_mc) FILTER (WHERE kind = 'charge') AS mc FROM usage_entry WHERE workspace_id = $1`,
      [workspaceId],
    )
    const charged = seen
      .filter(({ kind }) => kind === 'charge')
      .reduce((sum, { credits }) => sum + credits * 1_000, 0)
    expect([new Set(seen.map(({ id }) => id)).size, Math.round(charged)]).toEqual([
      Number(row?.count),
      Number(row?.mc),
    ])
    expect(seen.length).toBeGreaterThan(100)
  })

  it('is for staff alone', async () => {
    const stranger = { ...staff, isStaff: false }
    expect(() => getUsage(stranger, query({}))).toThrow(expect.objectContaining({ code: 'forbidden' }))
    await expect(getUsageCsv(stranger, query({}))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listLedger(stranger, workspaceIds[0] ?? '', {})).rejects.toMatchObject({ code: 'forbidden' })
  })
})
