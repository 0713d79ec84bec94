import type { Tx } from '#lib/platform/db/index.ts'

export interface QueueFigures {
  queue: string
  waiting: number
  active: number
  failed: number
  /** Age of the one that has waited longest, in seconds. */
  oldestSeconds: number
}

/** Jobs by queue. Failed ones are those that are kept. */
export function countJobs(tx: Tx): Promise<QueueFigures[]> {
  return tx.$queryRaw<QueueFigures[]>`
    SELECT q.name AS queue,
           count(*) FILTER (WHERE j.state IN ('created', 'retry'))::float8 AS waiting,
           count(*) FILTER (WHERE j.state = 'active')::float8 AS active,
           count(*) FILTER (WHERE j.state = 'failed')::float8 AS failed,
           coalesce(extract(epoch FROM now() - min(j.created_on) FILTER (WHERE j.state IN ('created', 'retry'))), 0)::float8
             AS "oldestSeconds"
    FROM pgboss.queue q
    LEFT JOIN pgboss.job j ON j.name = q.name AND j.state IN ('created', 'retry', 'active', 'failed')
    GROUP BY 1 ORDER BY 1`
}

/** Answers that are being written, and those whose process gives no sign of life. */
export async function countRuns(tx: Tx): Promise<{ running: number; lost: number }> {
  const [row] = await tx.$queryRaw<{ running: number; lost: number }[]>`
    SELECT count(*)::float8 AS running,
           (count(*) FILTER (WHERE heartbeat_at < now() - interval '1 minute'))::float8 AS lost
    FROM run WHERE state = 'running'`
  return row ?? { running: 0, lost: 0 }
}

/** Reservations that are held, and those of them that ended without being swept. */
export async function sumHeld(tx: Tx): Promise<{ held: number; heldMc: number; expired: number }> {
  const [row] = await tx.$queryRaw<{ held: number; heldMc: number; expired: number }[]>`
    SELECT count(*)::float8 AS held, coalesce(sum(held_mc), 0)::float8 AS "heldMc",
           (count(*) FILTER (WHERE expires_at <= now()))::float8 AS expired
    FROM quota_reservation WHERE state = 'held'`
  return row ?? { held: 0, heldMc: 0, expired: 0 }
}

export interface ActionFigures {
  action: string
  entries: number
  chargedMc: number
  refundedMc: number
  overageMc: number
  costMicroUsd: number
  writeOffMicroUsd: number
  inputTokens: number
  outputTokens: number
}

/** Sums of today (UTC) by action. */
export function sumTodayByAction(tx: Tx): Promise<ActionFigures[]> {
  return tx.$queryRaw<ActionFigures[]>`
    SELECT action, sum(entries)::float8 AS entries, sum(charged_mc)::float8 AS "chargedMc",
           sum(refunded_mc)::float8 AS "refundedMc", sum(overage_mc)::float8 AS "overageMc",
           sum(cost_micro_usd)::float8 AS "costMicroUsd", sum(write_off_micro_usd)::float8 AS "writeOffMicroUsd",
           sum(input_tokens)::float8 AS "inputTokens", sum(output_tokens)::float8 AS "outputTokens"
    FROM usage_daily WHERE day = (now() AT TIME ZONE 'UTC')::date
    GROUP BY 1 ORDER BY 1`
}
