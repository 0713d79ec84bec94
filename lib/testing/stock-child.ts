// A process of its own that takes stock: `<workspace> <key> <count>` tries so many at once, each in its own transaction,
// and prints how many were let in.
import { takeStock } from '#lib/billing/index.ts'
import { closeDatabase, withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { startQueue, stopQueue } from '#lib/platform/queue/index.ts'
import { countOutcomes } from './billing.ts'

const [workspaceId = '', name = '', count = '1'] = process.argv.slice(2)
const key = name === 'seats' ? 'seats' : name === 'pages' ? 'pages' : 'documents'
const ctx = { workspaceId, userId: null, role: 'owner', surface: 'job', requestId: createId() } as const

// Taking may cross a step of a limit, which puts a job into the queue.
await startQueue('web')
const outcomes = await countOutcomes(Number(count), async () => {
  await withTenant(ctx, (tx) => takeStock(tx, ctx, key, 1))
  return { kind: 'taken' }
})
process.stdout.write(`${JSON.stringify(outcomes)}\n`)
await stopQueue()
await closeDatabase()
