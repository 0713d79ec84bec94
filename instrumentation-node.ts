import { assertSafeRole } from '#lib/platform/db/index.ts'
import { assertListeningAddress, EnvError, env } from '#lib/platform/env.ts'
import { divertRequests } from '#lib/platform/http/divert-requests.ts'
import { log } from '#lib/platform/log.ts'
import { startMetrics } from '#lib/platform/metrics.ts'
import { startQueue } from '#lib/platform/queue/index.ts'
import { beginShutdown } from '#lib/platform/shutdown.ts'

/** What the web process does before its first request. A process that must not run ends here. */
export async function startWeb(): Promise<void> {
  // Next drains on SIGTERM: runs hear of it now, and their responses end in order.
  process.on('SIGTERM', () => void beginShutdown())
  divertRequests()
  startMetrics()
  try {
    env()
    assertListeningAddress()
    await assertSafeRole()
    await startQueue('web')
  } catch (error) {
    if (error instanceof EnvError) log.fatal(error.message)
    else log.fatal({ err: error }, 'the web process cannot start')
    process.exit(1)
  }
}
