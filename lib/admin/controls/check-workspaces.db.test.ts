import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { startQueue } from '#lib/platform/queue/index.ts'
import { hold, insertAccount, settleNow } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { runControlChecks } from './run-control-checks.ts'
import { COVERAGE_KEY } from './state.ts'

const run = () => runControlChecks(new AbortController().signal)

/** Checks that fail now, with whom they name. */
async function failing(): Promise<Record<string, (string | null)[]>> {
  const rows = await ownerQuery<{ checkKey: string; ok: boolean; sample: { workspaceId: string | null }[] }>(
    `SELECT DISTINCT ON (check_key) check_key AS "checkKey", ok, sample FROM control_check ORDER BY check_key, ran_at DESC, id DESC`,
  )
  return Object.fromEntries(
    rows
      .filter(({ ok }) => !ok)
      .map(({ checkKey, sample }) => [checkKey, [...new Set(sample.map((item) => item.workspaceId))]]),
  )
}

async function insertSettled(): Promise<WorkspaceContext> {
  const ctx = await insertAccount({ plan: 'pro' })
  await settleNow(await hold(ctx), 1_000)
  return ctx
}

beforeAll(async () => {
  await startQueue('web')
})
beforeEach(() => ownerQuery('DELETE FROM control_check'))

describe('among more workspaces than a round takes in one step', () => {
  let ctx: WorkspaceContext
  beforeAll(async () => {
    ctx = await insertSettled()
    // Their ids are younger: the round has left the first one behind after its first step.
    for (let at = 0; at < 240; at += 1) await insertAccount()
  })

  it.each<[string, string, string, string]>([
    [
      'an entry that was changed',
      `UPDATE usage_entry SET amount_mc = amount_mc + 5 WHERE workspace_id = $1 AND kind = 'charge'`,
      `UPDATE usage_entry SET amount_mc = amount_mc - 5 WHERE workspace_id = $1 AND kind = 'charge'`,
      'ledger.grant.used',
    ],
    [
      'an entry that was moved to another day',
      `UPDATE usage_entry SET at = at - interval '40 days' WHERE workspace_id = $1 AND kind = 'charge'`,
      `UPDATE usage_entry SET at = at + interval '40 days' WHERE workspace_id = $1 AND kind = 'charge'`,
      'ledger.daily',
    ],
    [
      'a reservation that was changed',
      `UPDATE quota_reservation SET settled_mc = settled_mc - 5 WHERE workspace_id = $1`,
      `UPDATE quota_reservation SET settled_mc = settled_mc + 5 WHERE workspace_id = $1`,
      'ledger.reservation.settled',
    ],
    [
      'an allocation that was changed',
      `UPDATE quota_allocation SET amount_mc = amount_mc + 5 WHERE workspace_id = $1`,
      `UPDATE quota_allocation SET amount_mc = amount_mc - 5 WHERE workspace_id = $1`,
      'ledger.reservation.held',
    ],
    [
      'a balance that was changed',
      `UPDATE quota_grant SET used_mc = used_mc + 5 WHERE workspace_id = $1`,
      `UPDATE quota_grant SET used_mc = used_mc - 5 WHERE workspace_id = $1`,
      'ledger.grant.balance',
    ],
    [
      'a stock that was changed',
      `UPDATE workspace_stock SET value = value + 1 WHERE workspace_id = $1 AND key = 'seats'`,
      `UPDATE workspace_stock SET value = value - 1 WHERE workspace_id = $1 AND key = 'seats'`,
      'stock.seats',
    ],
  ])('see %s within one run', async (_what, breakIt, mendIt, checkKey) => {
    await run()
    const [coverage] = await ownerQuery<{ cursor: string | null }>(
      `SELECT sample->0->>'cursor' AS cursor FROM control_check WHERE check_key = $1`,
      [COVERAGE_KEY],
    )
    expect((coverage?.cursor ?? '') > ctx.workspaceId).toBe(true)
    await ownerQuery(breakIt, [ctx.workspaceId])
    await run()
    expect((await failing())[checkKey]).toEqual([ctx.workspaceId])
    await ownerQuery(mendIt, [ctx.workspaceId])
    await run()
    expect(await failing()).toEqual({})
  })
})

describe('a workspace that cannot be read', () => {
  it('is told of, and hides nothing of the others', async () => {
    const [big, small] = [await insertSettled(), await insertSettled()]
    await run()
    // Stands for a statement that takes longer than the door lets it.
    await ownerQuery(
      `CREATE FUNCTION slow(uuid) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
         IF $1 = '${big.workspaceId}' THEN RAISE EXCEPTION USING ERRCODE = '57014', MESSAGE = 'canceling statement due to statement timeout'; END IF;
         RETURN true; END $$`,
    )
    await ownerQuery('GRANT EXECUTE ON FUNCTION slow(uuid) TO app_platform')
    await ownerQuery('ALTER POLICY platform_select ON usage_entry USING (slow(workspace_id))')
    await ownerQuery('UPDATE quota_grant SET used_mc = used_mc + 5 WHERE workspace_id = $1', [
      small.workspaceId,
    ])
    for (let at = 0; at < 2; at += 1) {
      await run()
      const found = await failing()
      expect(found['ledger.grant.used']).toEqual([small.workspaceId])
      expect(found['controls.unreadable']).toContain(big.workspaceId)
    }
    await ownerQuery('ALTER POLICY platform_select ON usage_entry USING (true)')
    await ownerQuery('UPDATE quota_grant SET used_mc = used_mc - 5 WHERE workspace_id = $1', [
      small.workspaceId,
    ])
    await run()
    expect(await failing()).toEqual({})
  })
})
