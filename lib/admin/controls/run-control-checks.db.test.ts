import { afterEach, describe, expect, it } from 'vitest'
import { startQueue } from '#lib/platform/queue/index.ts'
import { hold, insertAccount, settleNow } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { insertWorkspace } from '#lib/testing/factories/rows.ts'
import { BOOK_CHECKS, runControlChecks } from './run-control-checks.ts'
import { COVERAGE_KEY } from './state.ts'

const run = () => runControlChecks(new AbortController().signal)

async function lastResults() {
  const rows = await ownerQuery<{ checkKey: string; ok: boolean; sample: { workspaceId?: string }[] }>(
    `SELECT DISTINCT ON (check_key) check_key AS "checkKey", ok, sample FROM control_check ORDER BY check_key, ran_at DESC, id DESC`,
  )
  return new Map(rows.map((row) => [row.checkKey, row]))
}

/** Checks that fail now. */
async function failing(): Promise<string[]> {
  return [...(await lastResults()).values()].filter(({ ok }) => !ok).map(({ checkKey }) => checkKey)
}

async function mailsAbout(checkKey: string): Promise<string[]> {
  const rows = await ownerQuery<{ subject: string }>(
    `SELECT payload->>'subject' AS subject FROM outbox WHERE payload->>'subject' LIKE $1 ORDER BY id`,
    [`%: ${checkKey}`],
  )
  return rows.map(({ subject }) => subject)
}

describe('the control checks', () => {
  afterEach(() => ownerQuery('DELETE FROM outbox'))

  it('find nothing in books that balance, and say so for each check', async () => {
    await startQueue('web')
    const ctx = await insertAccount({ plan: 'pro' })
    await settleNow(await hold(ctx), 1_000)
    await run()
    expect(await failing()).toEqual([])
    const results = await lastResults()
    expect([...results.keys()]).toEqual(
      expect.arrayContaining([...BOOK_CHECKS, COVERAGE_KEY, 'usage.margin']),
    )
  })

  it('mail a balance that was broken past the product once, and once more when it is right again', async () => {
    const staff = await insertWorkspace()
    await ownerQuery('UPDATE "user" SET is_staff = true WHERE id = $1', [staff.userId])
    const { workspaceId } = await insertAccount({ plan: 'pro' })
    await run()
    const change = (mc: number) =>
      ownerQuery(
        `UPDATE quota_grant SET used_mc = used_mc + $2 WHERE workspace_id = $1 AND source = 'plan'`,
        [workspaceId, mc],
      )
    await change(5_000)
    await run()
    await run()
    expect(await failing()).toEqual(expect.arrayContaining(['ledger.grant.used', 'ledger.grant.balance']))
    expect((await lastResults()).get('ledger.grant.used')?.sample).toMatchObject([{ workspaceId }])
    expect(await mailsAbout('ledger.grant.used')).toEqual(['Control check failed: ledger.grant.used'])
    await change(-5_000)
    await run()
    expect(await failing()).toEqual([])
    expect(await mailsAbout('ledger.grant.used')).toEqual([
      'Control check failed: ledger.grant.used',
      'Control check is right again: ledger.grant.used',
    ])
    await ownerQuery('UPDATE "user" SET is_staff = false WHERE id = $1', [staff.userId])
  })

  it.each([
    ['documents', 'stock.documents'],
    ['pages', 'stock.pages'],
    ['seats', 'stock.seats'],
  ])('see a stock of %s that its recount does not bear out', async (key, checkKey) => {
    const { workspaceId } = await insertAccount({ plan: 'pro' })
    await run()
    const add = (value: number) =>
      ownerQuery('UPDATE workspace_stock SET value = value + $3 WHERE workspace_id = $1 AND key = $2', [
        workspaceId,
        key,
        value,
      ])
    await add(3)
    await run()
    expect(await failing()).toEqual([checkKey])
    await add(-3)
    await run()
    expect(await failing()).toEqual([])
  })

  it('look at what has changed first, however far the round through all has come', async () => {
    const { workspaceId } = await insertAccount({ plan: 'pro' })
    await run()
    // A round that stands behind every workspace: only the change itself leads to it.
    await ownerQuery(
      `UPDATE control_check SET sample = jsonb_set(sample, '{0,cursor}', '"ffffffff-ffff-ffff-ffff-ffffffffffff"') WHERE check_key = $1`,
      [COVERAGE_KEY],
    )
    await ownerQuery('UPDATE workspace_stock SET value = 9 WHERE workspace_id = $1 AND key = $2', [
      workspaceId,
      'pages',
    ])
    await run()
    expect(await failing()).toEqual(['stock.pages'])
    await ownerQuery('UPDATE workspace_stock SET value = 0 WHERE workspace_id = $1 AND key = $2', [
      workspaceId,
      'pages',
    ])
    await run()
    expect(await failing()).toEqual([])
  })

  it('see reservations that nobody sweeps', async () => {
    const key = await hold(await insertAccount({ plan: 'pro' }))
    await ownerQuery(`UPDATE quota_reservation SET expires_at = now() - interval '1 hour' WHERE id = $1`, [
      key.reservationId,
    ])
    await run()
    expect(await failing()).toEqual(['reservations.swept'])
    await ownerQuery(`UPDATE quota_reservation SET expires_at = now() + interval '1 hour' WHERE id = $1`, [
      key.reservationId,
    ])
  })

  it('forget old results, but never the last ones', async () => {
    await ownerQuery(`DELETE FROM control_check`)
    for (let at = 0; at < 25; at += 1) await run()
    await ownerQuery(
      `UPDATE control_check SET ran_at = ran_at - interval '31 days' WHERE check_key = 'ledger.daily'`,
    )
    await run()
    const [row] = await ownerQuery<{ n: number }>(
      `SELECT count(*)::int AS n FROM control_check WHERE check_key = 'ledger.daily'`,
    )
    expect(row?.n).toBe(20)
  })
})
