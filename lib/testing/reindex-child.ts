// A worker of its own that makes one version and kills itself when it looks at the clock for the n-th time: once at its
// start, and twice in the transaction that finishes and shows the version. 0 = somebody else kills it.
// node --conditions=react-server lib/testing/reindex-child.ts <workspaceId> <versionId> <n>
import { ingestVersion } from '#lib/ingestion/index.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { closeDatabase } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { startQueue, stopQueue } from '#lib/platform/queue/index.ts'

const [workspaceId = '', versionId = '', last = '0'] = process.argv.slice(2)
let looks = 0
systemClock.now = () => {
  looks += 1
  if (looks === Number(last)) process.kill(process.pid, 'SIGKILL')
  return new Date()
}

await startQueue('web')
const ctx = { workspaceId, userId: null, role: 'owner', surface: 'job', requestId: createId() } as const
await ingestVersion(ctx, versionId, new AbortController().signal)
await stopQueue()
await closeDatabase()
