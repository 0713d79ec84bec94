// Refuses many times in a process of its own and ends when all of it is counted.
import { denialsWritten, recordDenial } from '#lib/billing/index.ts'
import { closeDatabase } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'

const [workspaceId = '', times = '0'] = process.argv.slice(2)
for (let at = 0; at < Number(times); at += 1) {
  recordDenial({ workspaceId }, new AppError('quota_exceeded', 'None are left.', { meter: 'credits' }))
  if (at % 10 === 0) await new Promise((resolve) => setImmediate(resolve))
}
await denialsWritten()
await closeDatabase()
