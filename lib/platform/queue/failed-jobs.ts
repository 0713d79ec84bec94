import { fromPrisma } from 'pg-boss'
import * as z from 'zod'
import type { Tx } from '#lib/platform/db/index.ts'
import { startedQueue } from './queue.ts'

/** A job that has used up its tries. */
export interface FailedJobRow {
  readonly id: string
  readonly name: string
  /** Holds ids, never content. */
  readonly payload: unknown
  /** The class of the error; its message may say more than those who look here should read. */
  readonly errorClass: string
  readonly tries: number
  readonly createdAt: Date
  readonly failedAt: Date
}

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  payload: z.unknown(),
  errorClass: z.string(),
  tries: z.number(),
  createdAt: z.date(),
  failedAt: z.date(),
})

/**
 * Failed jobs of all queues, the last to fail first, but those that say `noRetry`: there is nothing to do about them here.
 * Asks on a connection of the queue's own: call it outside the doors.
 *
 * @param page.before the place of the last one that was given.
 */
export async function listFailedJobs(page: {
  take: number
  before: { failedAt: Date; id: string } | null
}): Promise<FailedJobRow[]> {
  const { rows } = await startedQueue()
    .getDb()
    .executeSql(
      `SELECT ${COLUMNS} FROM pgboss.job
       WHERE state = 'failed' AND completed_on IS NOT NULL AND NOT data @> '{"noRetry": true}'
         AND ($1::timestamptz IS NULL OR (date_trunc('milliseconds', completed_on), id) < ($1::timestamptz, $2::uuid))
       ORDER BY date_trunc('milliseconds', completed_on) DESC, id DESC LIMIT $3::int`,
      [page.before?.failedAt.toISOString() ?? null, page.before?.id ?? null, page.take],
    )
  return z.array(rowSchema).parse(rows)
}

/** One failed job; null when there is none by this id, or it has been put back. Outside the doors. */
export async function findFailedJob(id: string): Promise<FailedJobRow | null> {
  const { rows } = await startedQueue()
    .getDb()
    .executeSql(`SELECT ${COLUMNS} FROM pgboss.job WHERE state = 'failed' AND id = $1::uuid`, [id])
  return z.array(rowSchema).parse(rows)[0] ?? null
}

/** Puts a failed job back for one more try, in the transaction of a platform door. @returns false when it is not failed. */
export async function retryFailedJob(tx: Tx, job: { id: string; name: string }): Promise<boolean> {
  const result = await startedQueue().retry(job.name, job.id, { db: fromPrisma(tx) })
  // Its type names no fields.
  return z.object({ affected: z.number() }).parse(result).affected === 1
}

/** Takes a failed job off the list, since another one does its work. In the door of `tx`. @returns false when it is not failed. */
export async function closeFailedJob(tx: Tx, job: { id: string; name: string }): Promise<boolean> {
  const closed = await tx.$executeRaw`
    UPDATE pgboss.job SET state = 'cancelled'
    WHERE name = ${job.name}::text AND id = ${job.id}::uuid AND state = 'failed'`
  return closed === 1
}

const COLUMNS = `id, name, data AS payload, retry_count + 1 AS tries, created_on AS "createdAt",
  coalesce(completed_on, created_on) AS "failedAt",
  CASE WHEN output->>'name' ~ '^[A-Za-z]{1,60}$' THEN output->>'name'
       WHEN output->'value'->>'message' LIKE 'job%' THEN 'TimedOut'
       ELSE 'Error' END AS "errorClass"`
