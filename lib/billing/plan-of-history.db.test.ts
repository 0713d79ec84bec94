import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { assertLedgerHolds, hold, insertAccount, rebuildDaily, settleNow } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'

const MIGRATION = 'prisma/migrations/20261124204800_plan_of_history/migration.sql'

it('gives what was written before plans were kept to the plan that it was done on, and leaves later work alone', async () => {
  const [pro, changed, free] = [
    await insertAccount({ plan: 'pro' }),
    await insertAccount({ plan: 'pro' }),
    await insertAccount(),
  ]
  const key = await hold(pro)
  for (const ctx of [pro, changed, free]) await settleNow(await hold(ctx), 1_000)
  const tables = ['usage_entry', 'quota_reservation']
  for (const table of tables) {
    const at = table === 'usage_entry' ? 'at' : 'created_at'
    await ownerQuery(
      `UPDATE ${table} SET plan_key = 'free', ${at} = (
         SELECT started_at - interval '1 day' FROM _prisma_migrations WHERE migration_name = '20261124184601_plans_and_usage')`,
    )
  }
  // One was moved to Free since, and has worked on it.
  await ownerQuery(`UPDATE entitlement_snapshot SET plan_key = 'free' WHERE workspace_id = $1`, [
    changed.workspaceId,
  ])
  await settleNow(await hold(changed), 1_000)
  await ownerQuery(
    `INSERT INTO audit_entry (workspace_id, id, action, subject, detail)
     VALUES ($1::uuid, gen_random_uuid(), 'staff.plan_changed', $1::text, '{"before":{"planKey":"pro"}}')`,
    [changed.workspaceId],
  )
  for (const { workspaceId } of [pro, changed, free]) await rebuildDaily(workspaceId)
  await ownerQuery(readFileSync(MIGRATION, 'utf8'))
  const plansOf = (workspaceId: string) =>
    ownerQuery(
      `SELECT plan_key AS plan FROM usage_entry WHERE workspace_id = $1
       UNION SELECT plan_key FROM quota_reservation WHERE workspace_id = $1
       UNION SELECT plan_key FROM usage_daily WHERE workspace_id = $1 ORDER BY 1`,
      [workspaceId],
    )
  expect(await plansOf(pro.workspaceId)).toEqual([{ plan: 'pro' }])
  expect(await plansOf(changed.workspaceId)).toEqual([{ plan: 'free' }, { plan: 'pro' }])
  expect(await plansOf(free.workspaceId)).toEqual([{ plan: 'free' }])
  await settleNow(key, 500)
  expect(await plansOf(pro.workspaceId)).toEqual([{ plan: 'pro' }])
  for (const { workspaceId } of [pro, changed, free]) await assertLedgerHolds(workspaceId)
})
