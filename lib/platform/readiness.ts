import { withPlatform } from './db/index.ts'
import { log } from './log.ts'
import { assertQueueReady } from './queue/index.ts'
import { shutdownSignal } from './shutdown.ts'
import { storage } from './storage/index.ts'

const TIMEOUT_MS = 3_000

type Check = 'database' | 'storage' | 'queue'
type Outcome = 'ok' | 'failed'

/** Asks everything that a request needs. A process that is stopping is not ready. */
export async function checkReadiness(): Promise<{ isReady: boolean; checks: Record<Check, Outcome> }> {
  const [database, files, queue] = await Promise.all([
    outcomeOf('database', () => withPlatform('readiness', (tx) => tx.$queryRaw`SELECT 1`)),
    outcomeOf('storage', () => storage.check()),
    outcomeOf('queue', assertQueueReady),
  ])
  const checks = { database, storage: files, queue }
  const isReady = Object.values(checks).every((outcome) => outcome === 'ok') && !shutdownSignal().aborted
  return { isReady, checks }
}

async function outcomeOf(check: Check, ask: () => Promise<unknown>): Promise<Outcome> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const tooLate = new Promise<never>((_resolve, reject) => {
    timeout.addEventListener('abort', () => reject(timeout.reason), { once: true })
  })
  try {
    await Promise.race([ask(), tooLate])
    return 'ok'
  } catch (error) {
    log.warn({ err: error, check }, 'not ready')
    return 'failed'
  }
}
