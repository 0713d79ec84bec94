import { describe, expect, it } from 'vitest'
import { withPlatform } from '#lib/platform/db/index.ts'
import {
  assertLedgerHolds,
  type HeldKey,
  hold,
  insertAccount,
  insertGrant,
  listEntries,
  modelCost,
  settleNow,
} from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { findLedgerProblems, release } from './index.ts'

interface Books {
  workspaceId: string
  held: HeldKey
  settled: HeldKey
  released: HeldKey
}

/** A bit of everything, in order. */
async function makeBooks(): Promise<Books> {
  const ctx = await insertAccount()
  await insertGrant(ctx.workspaceId, { source: 'topup', limitMc: 5_000 })
  const [held, settled, released] = [await hold(ctx), await hold(ctx), await hold(ctx)]
  await settleNow(settled, 700, [modelCost()])
  await release(released, 'test', [modelCost()])
  await assertLedgerHolds(ctx.workspaceId)
  return { workspaceId: ctx.workspaceId, held, settled, released }
}

async function checkKeys(workspaceId: string): Promise<string[]> {
  const problems = await withPlatform('sweepReservations', (tx) => findLedgerProblems(tx))
  return problems
    .filter((problem) => problem.workspaceId === workspaceId)
    .map(({ checkKey }) => checkKey)
    .sort()
}

describe('the check of the books', () => {
  it.each<[string, string, string[]]>([
    [
      'used that no charge explains',
      `UPDATE quota_grant SET used_mc = used_mc + 1 WHERE source = 'plan' AND workspace_id = $1`,
      ['grant.balance', 'grant.used'],
    ],
    [
      'reserved that nothing holds',
      `UPDATE quota_grant SET reserved_mc = reserved_mc - 1 WHERE source = 'plan' AND workspace_id = $1`,
      ['grant.reserved'],
    ],
    [
      'a limit that was never given',
      `UPDATE quota_grant SET limit_mc = limit_mc + 5 WHERE source = 'plan' AND workspace_id = $1`,
      ['grant.balance'],
    ],
    [
      'more taken back than there was',
      `UPDATE quota_grant SET revoked_mc = limit_mc WHERE source = 'plan' AND workspace_id = $1`,
      ['grant.amounts', 'grant.balance'],
    ],
    [
      'a grant that is gone',
      `DELETE FROM quota_grant WHERE source = 'topup' AND workspace_id = $1`,
      ['grant.balance'],
    ],
    [
      'a hold without its allocation',
      `UPDATE quota_reservation SET held_mc = held_mc + 1 WHERE state = 'held' AND workspace_id = $1`,
      ['reservation.held'],
    ],
    [
      'a settlement that differs from its charge',
      `UPDATE quota_reservation SET settled_mc = settled_mc + 1 WHERE state = 'settled' AND workspace_id = $1`,
      ['reservation.settled'],
    ],
    [
      'a charge of what was given back',
      `UPDATE quota_reservation SET state = 'released' WHERE state = 'settled' AND workspace_id = $1`,
      ['reservation.settled', 'reservation.writeOff'],
    ],
    [
      'a refund that the ledger does not know',
      `UPDATE quota_allocation SET refunded_mc = 1 WHERE settled_mc > 0 AND workspace_id = $1`,
      ['reservation.refunded'],
    ],
    [
      'overage that the ledger does not know',
      `UPDATE quota_reservation SET overage_mc = 3 WHERE state = 'settled' AND workspace_id = $1`,
      ['reservation.overage'],
    ],
    [
      'a loss that is not written off',
      `UPDATE usage_entry SET write_off = false WHERE write_off AND workspace_id = $1`,
      ['daily', 'reservation.writeOff'],
    ],
    [
      'an entry that was removed',
      `DELETE FROM usage_entry WHERE kind = 'charge' AND workspace_id = $1`,
      ['daily', 'grant.balance', 'grant.used', 'reservation.settled'],
    ],
    [
      'sums that were changed',
      `UPDATE usage_daily SET charged_mc = charged_mc + 1 WHERE action = 'answer' AND workspace_id = $1`,
      ['daily'],
    ],
    [
      'sums that are missing',
      `DELETE FROM usage_daily WHERE action = 'answer' AND workspace_id = $1`,
      ['daily'],
    ],
  ])('finds %s', async (_, sql, expected) => {
    const { workspaceId } = await makeBooks()
    expect(await checkKeys(workspaceId)).toEqual([])
    await ownerQuery(sql, [workspaceId])
    expect(await checkKeys(workspaceId)).toEqual(expected)
  })

  it('names whose books, and both sides', async () => {
    const { workspaceId } = await makeBooks()
    await ownerQuery(`UPDATE usage_daily SET entries = 9 WHERE action = 'answer' AND workspace_id = $1`, [
      workspaceId,
    ])
    const problems = await withPlatform('sweepReservations', (tx) =>
      findLedgerProblems(tx, { workspaceIds: [workspaceId] }),
    )
    expect(problems).toEqual([
      {
        checkKey: 'daily',
        workspaceId,
        detail: expect.stringMatching(/answer: sums \{.*,9\}, ledger \{.*,3\}$/),
      },
    ])
  })

  it('looks only where it is asked to', async () => {
    const [one, two] = [await makeBooks(), await makeBooks()]
    await ownerQuery('UPDATE usage_daily SET entries = 9 WHERE workspace_id = $1', [one.workspaceId])
    expect(await assertLedgerHolds(two.workspaceId)).toMatchObject({ usedMc: 700 })
    expect(await listEntries(two.workspaceId, 'charge')).toHaveLength(1)
  })
})
