// The worker process: `node --conditions=react-server lib/jobs/worker.ts`. Reads and indexes documents, sends mail, sweeps.
import { assertSafeRole, closeDatabase, closeListener, withPlatform } from '#lib/platform/db/index.ts'
import { EnvError, env } from '#lib/platform/env.ts'
import { log } from '#lib/platform/log.ts'
import { enqueue, startQueue, stopQueue } from '#lib/platform/queue/index.ts'
import { beginShutdown, shutdownSignal } from '#lib/platform/shutdown.ts'
import { bindJobs } from './bind-jobs.ts'
import { controlCheckJob, sweepJob } from './jobs.ts'

const SWEEP_EVERY_MS = 10_000

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop())
process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise failed and nobody looked'))

try {
  env()
  await assertSafeRole()
  await startQueue('worker')
  await bindJobs()
  setInterval(() => void request(sweepJob), SWEEP_EVERY_MS).unref()
  setInterval(() => void request(controlCheckJob), env().controlCheckSeconds * 1000).unref()
  await request(sweepJob)
  await request(controlCheckJob)
  log.info('the worker takes jobs')
  process.send?.({ type: 'ready' })
} catch (error) {
  if (error instanceof EnvError) log.fatal(error.message)
  else log.fatal({ err: error }, 'the worker cannot start')
  process.exit(1)
}

/** Of several workers' requests the queue keeps one. */
async function request(job: typeof sweepJob | typeof controlCheckJob): Promise<void> {
  if (shutdownSignal().aborted) return
  try {
    await withPlatform('requestSweep', (tx) => enqueue(tx, job, {}, { singletonKey: job.name }))
  } catch (error) {
    log.warn({ err: error, job: job.name }, 'a round could not be requested')
  }
}

/** Gives running jobs back and ends. Idempotent: npm, a terminal and the launcher may all ask. */
async function stop(): Promise<void> {
  if (shutdownSignal().aborted) return
  log.info('the worker stops')
  await beginShutdown()
  await stopQueue().catch((error: unknown) => log.warn({ err: error }, 'the queue did not stop in order'))
  await Promise.allSettled([closeListener(), closeDatabase()])
  process.exit(0)
}
