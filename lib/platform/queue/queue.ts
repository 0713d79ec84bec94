import { fromPrisma, type Job, PgBoss } from 'pg-boss'
import { connectionConfig, type Tx } from '#lib/platform/db/index.ts'
import { log } from '#lib/platform/log.ts'
import { processState } from '#lib/platform/process-state.ts'
import { giveTurns } from './give-turns.ts'
import type { EnqueueOptions, JobDefinition, JobHandler } from './job.ts'

const POLL_SECONDS = 0.5
/** How often killed workers' jobs are looked for; their heartbeat is 15 s. */
const SUPERVISE_SECONDS = 5
const DRAIN_MS = 10_000
/** Small, since on the embedded database every connection waits in the same line. */
const CONNECTIONS = { web: 1, worker: 3 }

interface QueueState {
  boss: PgBoss | null
  stopping: AbortController
}

/**
 * Connects this process to the queue. Has to be done before the first request: pg-boss looks an unknown queue up on a
 * connection of its own, which inside a door would wait for the door.
 *
 * @param mode only workers look after expired jobs.
 */
export async function startQueue(mode: 'web' | 'worker'): Promise<void> {
  const current = state()
  if (current.boss) return
  const boss = new PgBoss({
    ...bossConnection(),
    max: CONNECTIONS[mode],
    // The tables come from our migrations, and the app's role may create none.
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    schedule: false,
    supervise: mode === 'worker',
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  })
  boss.on('error', (error) => log.warn({ err: error }, 'the queue lost its database for a moment'))
  current.boss = boss
  current.stopping = new AbortController()
  await boss.start()
}

/**
 * Puts a job into the queue within the door's transaction: no job without its row, no row without its job.
 *
 * @throws Error when the payload is not what the definition says, or the queue was not started.
 */
export async function enqueue<P extends object>(
  tx: Tx,
  job: JobDefinition<P>,
  payload: P,
  { singletonKey, startAfterSeconds }: EnqueueOptions = {},
): Promise<void> {
  await startedQueue().send(job.name, job.payload.parse(payload), {
    db: fromPrisma(tx),
    ...(singletonKey === undefined ? {} : { singletonKey }),
    ...(startAfterSeconds === undefined ? {} : { startAfter: startAfterSeconds }),
  })
}

/**
 * Handles jobs of one kind, `concurrency` at a time, until the queue stops.
 *
 * A payload that does not fit its schema fails the job like any other error: it is retried and ends as a dead letter.
 */
export async function work<P extends object>(
  job: JobDefinition<P>,
  handler: JobHandler<P>,
  { concurrency = 1 }: { concurrency?: number } = {},
): Promise<void> {
  const options = { batchSize: 1, localConcurrency: concurrency, pollingIntervalSeconds: POLL_SECONDS }
  await shareQueue(job)
  await startedQueue().work<object>(job.name, options, async ([raw]) => {
    if (raw) await runJob(job, handler, raw)
    // Before the next job is fetched: what came meanwhile takes its place in the line.
    await shareQueue(job)
  })
}

/** Stops taking jobs, tells running handlers, and waits up to 10 s for them. */
export async function stopQueue(): Promise<void> {
  const current = state()
  current.stopping.abort(new Error('this process is stopping'))
  await current.boss?.stop({ graceful: true, timeout: DRAIN_MS })
  current.boss = null
}

/** @throws when the queue cannot be reached; for /readyz. */
export async function assertQueueReady(): Promise<void> {
  await startedQueue().getDb().executeSql('SELECT 1 FROM pgboss.queue LIMIT 1')
}

async function runJob<P extends object>(
  job: JobDefinition<P>,
  handler: JobHandler<P>,
  raw: Job<object>,
): Promise<void> {
  const { signal: stopSignal } = state().stopping
  const logger = log.child({ job: job.name, jobId: raw.id })
  try {
    const run = { id: raw.id, retryCount: raw.retryCount, signal: AbortSignal.any([raw.signal, stopSignal]) }
    await handler(job.payload.parse(raw.data), run)
  } catch (error) {
    if (!stopSignal.aborted) {
      logger.error({ err: error, retryCount: raw.retryCount }, 'job failed')
      throw error
    }
    await giveBack(raw)
    logger.info('job given back, this process is stopping')
  }
}

/**
 * To before it was fetched: a restart is nobody's failed attempt. Only of this attempt: one that was taken for dead leaves
 * the job with the worker that goes on with it.
 */
async function giveBack({ name, id, retryCount }: Job<object>): Promise<void> {
  await startedQueue()
    .getDb()
    .executeSql(
      `UPDATE pgboss.job SET state = 'retry', started_on = NULL, heartbeat_on = NULL, start_after = now()
       WHERE name = $1 AND id = $2::uuid AND state = 'active' AND retry_count = $3::int`,
      [name, id, retryCount],
    )
}

/** A queue without turns is served in the order of its jobs. A line that was not set in order costs no job. */
async function shareQueue<P extends object>({ name, turnBy }: JobDefinition<P>): Promise<void> {
  if (turnBy === undefined) return
  try {
    await giveTurns(startedQueue().getDb(), name, turnBy)
  } catch (error) {
    log.warn({ err: error, job: name }, 'the jobs of a queue were given no turns')
  }
}

function bossConnection() {
  const { connectionString, options, application_name, connectionTimeoutMillis } =
    connectionConfig('footnote-queue')
  if (!connectionString) throw new Error('The queue needs the address of the database.')
  return { connectionString, options, application_name, connectionTimeoutMillis }
}

/** The queue of this process, for the other files of this folder. */
export function startedQueue(): PgBoss {
  const { boss } = state()
  if (!boss) throw new Error('The queue is not started: startQueue comes before the first request or job.')
  return boss
}

function state(): QueueState {
  return processState('queue', () => ({ boss: null, stopping: new AbortController() }))
}
