import { describe, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { createId, NIL_ID } from '#lib/platform/id.ts'
import {
  assertLedgerHolds,
  hold,
  insertAccount,
  listEntries,
  modelCost,
  settleNow,
} from '#lib/testing/billing.ts'
import { ownerQuery, runInProcess } from '#lib/testing/database.ts'
import { insertEntries, type NewEntry } from './entry-repository.ts'
import { release } from './index.ts'

/** Hundreds at once on a busy machine. */
const RACE_MS = 120_000

function daily(ctx: WorkspaceContext, action: string) {
  return ownerQuery<Record<string, unknown>>(
    `SELECT plan_key, user_id, api_key_id, surface, granted_mc::int AS granted, charged_mc::int AS charged,
            overage_mc::int AS overage, cost_micro_usd::int AS cost, write_off_micro_usd::int AS "writeOff",
            input_tokens::int AS input, output_tokens::int AS output, entries::int AS entries
     FROM usage_daily WHERE workspace_id = $1 AND action = $2 ORDER BY user_id`,
    [ctx.workspaceId, action],
  )
}

const write = (ctx: WorkspaceContext, entries: NewEntry[]) =>
  withTenant(ctx, (tx) => insertEntries(tx, ctx.workspaceId, entries))

const cost = (rest: Partial<NewEntry>): NewEntry => ({
  kind: 'cost',
  action: 'answer',
  cost: modelCost(),
  surface: 'web',
  ...rest,
})

describe('the sums of a day', () => {
  it('begin with the credits that a sign-up gives, which belong to nobody', async () => {
    const ctx = await insertAccount({ plan: 'pro' })
    expect(await daily(ctx, 'grant.plan')).toMatchObject([
      {
        plan_key: 'pro',
        user_id: NIL_ID,
        api_key_id: NIL_ID,
        surface: 'job',
        granted: 1_500_000,
        entries: 1,
      },
    ])
    await assertLedgerHolds(ctx.workspaceId)
  })

  it('tell people, keys, plans and doors apart', async () => {
    const ctx = await insertAccount({ plan: 'team' })
    const apiKeyId = createId()
    await settleNow(await hold(ctx), 700, [modelCost()])
    await settleNow(await hold({ ...ctx, surface: 'api', apiKeyId }), 1_000)
    await release(await hold({ ...ctx, userId: null, surface: 'job' }), 'test', [modelCost()])
    const rows = await daily(ctx, 'answer')
    expect(rows).toHaveLength(3)
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ user_id: NIL_ID, surface: 'job', charged: 0, cost: 77, writeOff: 77 }),
        expect.objectContaining({
          user_id: ctx.userId,
          surface: 'api',
          api_key_id: apiKeyId,
          charged: 1_000,
        }),
        expect.objectContaining({
          user_id: ctx.userId,
          surface: 'web',
          plan_key: 'team',
          charged: 700,
          cost: 77,
          writeOff: 0,
          input: 800,
          output: 40,
          entries: 2,
        }),
      ]),
    )
    await assertLedgerHolds(ctx.workspaceId)
  })

  it('count what ends after a change of plan for the plan it began on', async () => {
    const ctx = await insertAccount({ plan: 'free' })
    const key = await hold(ctx)
    await ownerQuery(`UPDATE billing_account SET plan_key = 'pro' WHERE workspace_id = $1`, [ctx.workspaceId])
    await ownerQuery(`UPDATE entitlement_snapshot SET plan_key = 'pro' WHERE workspace_id = $1`, [
      ctx.workspaceId,
    ])
    await settleNow(key, 1_000)
    await settleNow(await hold(ctx), 1_000)
    expect((await listEntries(ctx.workspaceId, 'charge')).map((entry) => entry.plan_key)).toEqual([
      'free',
      'pro',
    ])
    await assertLedgerHolds(ctx.workspaceId)
  })

  it('take what stands in the ledger already no second time', async () => {
    const ctx = await insertAccount()
    const key = await hold(ctx)
    const entries = [
      cost({ reservationId: key.reservationId }),
      cost({ reservationId: key.reservationId, cost: modelCost('title', 5) }),
    ]
    const counts = await Promise.all(Array.from({ length: 10 }, () => write(ctx, entries)))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2)
    expect(await daily(ctx, 'answer')).toMatchObject([{ cost: 82, entries: 2 }])
  })

  it(
    'are exact after 200 settlements from two processes at once',
    async () => {
      const ctx = await insertAccount({ creditsMc: 1_000_000 })
      const child = runInProcess('lib/testing/billing-child.ts', ['settle', ctx.workspaceId, '100'])
      await Promise.all(
        Array.from({ length: 100 }, async () => settleNow(await hold(ctx), 500, [modelCost()])),
      )
      const { stdout, stderr } = await child.exited
      expect(stdout || stderr).toBe('100\n')
      expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 100_000, reservedMc: 0 })
    },
    RACE_MS,
  )

  it(
    'do not deadlock where transactions write several of them in opposite orders',
    async () => {
      const ctx = await insertAccount()
      const actions = ['answer', 'embed', 'ingest', 'ocr', 'summary']
      const entries = actions.map((action) => cost({ action }))
      await Promise.all(
        Array.from({ length: 60 }, (_, i) => write(ctx, i % 2 ? entries : entries.toReversed())),
      )
      for (const action of actions) expect(await daily(ctx, action)).toMatchObject([{ entries: 60 }])
      await assertLedgerHolds(ctx.workspaceId)
    },
    RACE_MS,
  )
})

describe('the cost of a call', () => {
  it('keeps who counted it, and our own count beside that of the provider', async () => {
    const ctx = await insertAccount()
    const { usage, ...call } = modelCost()
    await settleNow(await hold(ctx), 1_000, [
      { ...call, usage: { ...usage, estimate: { inputTokens: 790, outputTokens: 44 } } },
      { ...call, ref: 'embed', usage: { ...usage, source: 'local' } },
    ])
    const rows = await ownerQuery(
      `SELECT source, input_tokens, output_tokens, estimated_input_tokens, estimated_output_tokens
       FROM usage_entry WHERE workspace_id = $1 AND kind = 'cost' ORDER BY ref_id`,
      [ctx.workspaceId],
    )
    expect(rows).toEqual([
      {
        source: 'provider',
        input_tokens: 800,
        output_tokens: 40,
        estimated_input_tokens: 790,
        estimated_output_tokens: 44,
      },
      {
        source: 'local',
        input_tokens: 800,
        output_tokens: 40,
        estimated_input_tokens: null,
        estimated_output_tokens: null,
      },
    ])
  })
})
