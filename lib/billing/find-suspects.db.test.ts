import { describe, expect, it } from 'vitest'
import { withPlatform } from '#lib/platform/db/index.ts'
import { hold, insertAccount, settleNow } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { findLedgerProblems, findLedgerSuspects } from './index.ts'

const today = () => new Date().toISOString().slice(0, 10)
const suspects = async () => (await findLedgerSuspects({ day: today() })).workspaceIds

describe('the look at all books of a large ledger', () => {
  it('suspects nobody whose books are right', async () => {
    const ctx = await insertAccount({ plan: 'pro' })
    await hold(ctx)
    await settleNow(await hold(ctx), 700)
    expect(await withPlatform('controlChecks', (tx) => findLedgerProblems(tx))).toEqual([])
    expect(await findLedgerSuspects({ day: today() })).toEqual({ workspaceIds: [], unread: [] })
  })

  it.each([
    'UPDATE quota_grant SET used_mc = used_mc + 1 WHERE workspace_id = $1',
    'UPDATE quota_grant SET reserved_mc = reserved_mc - 1 WHERE workspace_id = $1',
    'UPDATE quota_grant SET limit_mc = limit_mc + 1 WHERE workspace_id = $1',
    'DELETE FROM quota_grant WHERE workspace_id = $1',
    'UPDATE usage_daily SET charged_mc = charged_mc + 1 WHERE workspace_id = $1 AND charged_mc > 0',
    `UPDATE usage_entry SET amount_mc = amount_mc + 1 WHERE workspace_id = $1 AND kind = 'charge'`,
    `DELETE FROM usage_entry WHERE workspace_id = $1 AND kind = 'charge'`,
    `UPDATE quota_reservation SET held_mc = held_mc + 1 WHERE workspace_id = $1 AND state = 'held'`,
    `UPDATE quota_reservation SET settled_mc = settled_mc - 1 WHERE workspace_id = $1 AND state = 'settled'`,
    'UPDATE quota_allocation SET settled_mc = settled_mc - 1 WHERE workspace_id = $1 AND settled_mc > 0',
  ])('sees %s', async (sql) => {
    const ctx = await insertAccount({ plan: 'pro' })
    await hold(ctx)
    await settleNow(await hold(ctx), 700)
    await ownerQuery(sql, [ctx.workspaceId])
    expect(await suspects()).toContain(ctx.workspaceId)
  })

  it('sees a balance that was broken long ago', async () => {
    const ctx = await insertAccount({ plan: 'pro', anchorAt: new Date(Date.now() - 400 * 86_400_000) })
    await ownerQuery(`UPDATE usage_entry SET at = at - interval '400 days' WHERE workspace_id = $1`, [
      ctx.workspaceId,
    ])
    await ownerQuery(
      'UPDATE usage_daily SET day = day - 400, granted_mc = granted_mc + 1 WHERE workspace_id = $1',
      [ctx.workspaceId],
    )
    expect(await suspects()).toContain(ctx.workspaceId)
  })
})
