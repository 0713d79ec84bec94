import { expect, it } from 'vitest'
import { withPlatform } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { pruneBillingRecords } from './index.ts'

async function insertRecords(workspaceId: string) {
  const quote = (expired: string, isUsed: boolean) =>
    ownerQuery(
      `INSERT INTO quote (workspace_id, id, action, request, request_hash, amount_mc, breakdown, reservation_id, expires_at)
       VALUES ($1, $2, 'reindex', '{}', '', 1, '[]', $3, now() - $4::interval)`,
      [workspaceId, createId(), isUsed ? createId() : null, expired],
    )
  for (const expired of ['-15 minutes', '23 hours', '25 hours']) await quote(expired, false)
  await quote('30 days', true)
  for (const days of [0, 399, 402]) {
    await ownerQuery(
      `INSERT INTO denial_daily (workspace_id, day, code) VALUES ($1, current_date - $2::int, 'limit_reached')`,
      [workspaceId, days],
    )
    await ownerQuery(
      `INSERT INTO notice_dismissal (workspace_id, user_id, notice_key, dismissed_at)
       VALUES ($1, $2, 'pages.80', now() - make_interval(days => $3::int))`,
      [workspaceId, createId(), days],
    )
  }
}

const countLeft = (workspaceId: string) =>
  ownerQuery(
    `SELECT (SELECT count(*)::int FROM quote WHERE workspace_id = $1) AS quotes,
            (SELECT count(*)::int FROM denial_daily WHERE workspace_id = $1) AS denials,
            (SELECT count(*)::int FROM notice_dismissal WHERE workspace_id = $1) AS dismissals`,
    [workspaceId],
  )

it('forgets unused quotes after a day, refusals and closed notices after 400 days, and nothing else', async () => {
  const workspaces = [await insertAccount(), await insertAccount()]
  for (const { workspaceId } of workspaces) await insertRecords(workspaceId)
  await Promise.all([pruneBillingRecords(), pruneBillingRecords()])
  for (const { workspaceId } of workspaces)
    expect(await countLeft(workspaceId)).toEqual([{ quotes: 3, denials: 2, dismissals: 2 }])
})

it('lets no platform operation delete a quote that still holds, or read what was quoted', async () => {
  const { workspaceId } = await insertAccount()
  await insertRecords(workspaceId)
  await withPlatform('pruneBilling', (tx) => tx.$executeRaw`DELETE FROM quote`)
  expect(await countLeft(workspaceId)).toMatchObject([{ quotes: 3 }])
  await expect(
    withPlatform('pruneBilling', (tx) => tx.$queryRaw`SELECT request FROM quote`),
  ).rejects.toThrow()
})
