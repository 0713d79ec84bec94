// `npm run seed`: one person per plan, each with two documents and a month of usage, made by the factories that the tests use.
import { readFileSync } from 'node:fs'
import { hashPassword } from '#lib/auth/index.ts'
import { PLAN_KEYS, type PlanKey } from '#lib/billing/schema.ts'
import { closeDatabase, isUniqueViolation, withPlatform } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { startQueue, stopQueue } from '#lib/platform/queue/index.ts'
import { addDocument, ingest } from '#lib/testing/documents.ts'
import { TEST_PASSWORD } from '#lib/testing/factories.ts'
import { insertUsageMonth } from '#lib/testing/usage.ts'
import { createPerson } from '#lib/workspaces/index.ts'

const FILES = ['two-columns.pdf', 'rotated.pdf']
/** Operations a day at most: a larger plan is used more. */
const PER_DAY: Record<PlanKey, number> = { free: 3, pro: 30, team: 60, enterprise: 45 }

await startQueue('web')
for (const planKey of PLAN_KEYS) {
  const email = `${planKey}@example.com`
  const made = await seedPerson(email, planKey)
  console.log(made ? `${email}  (plan ${planKey}, password "${TEST_PASSWORD}")` : `${email} is here already`)
}
await stopQueue()
await closeDatabase()

/** @returns false when the person was seeded earlier. */
async function seedPerson(email: string, planKey: PlanKey): Promise<boolean> {
  const passwordHash = await hashPassword(TEST_PASSWORD)
  const name = `Ada ${planKey[0]?.toUpperCase()}${planKey.slice(1)}`
  try {
    const { workspaceId, userId } = await withPlatform('seed', (tx) =>
      createPerson(tx, { email, name, passwordHash, planKey }),
    )
    const ctx = { workspaceId, userId, role: 'owner', surface: 'web', requestId: createId() } as const
    for (const file of FILES) {
      const { versionId } = await addDocument(ctx, {
        name: file,
        bytes: readFileSync(`e2e/files/${file}`),
        type: 'application/pdf',
      })
      await ingest(ctx, versionId)
    }
    await insertUsageMonth({
      ...{ workspaceId, userIds: [userId], planKey, ...lastMonth() },
      ...{ perDay: PER_DAY[planKey], seed: PLAN_KEYS.indexOf(planKey) },
    })
    return true
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
}

/** Thirty days that ended yesterday, so that this month's credits are whole. */
function lastMonth(): { from: Date; days: number } {
  const now = new Date()
  return {
    from: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - 30)),
    days: 30,
  }
}
