import { sumDenialsToday } from '#lib/admin/controls/control-repository.ts'
import { listLatestChecks } from '#lib/admin/repository.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { processState } from '#lib/platform/process-state.ts'
import { countJobs, countRuns, sumHeld, sumTodayByAction } from './metrics-repository.ts'
import { type Gauge, renderGauges } from './render-gauges.ts'

const MC_PER_CREDIT = 1_000
const MICRO = 1_000_000

/**
 * Figures of all workspaces together in the text format of Prometheus, read now. Labels are actions, codes, queues and
 * checks: never an id, never content. Readers that come at once share one reading.
 */
export function renderPlatformMetrics(): Promise<string> {
  const reading = processState<{ now: Promise<string> | null }>('platformMetrics', () => ({ now: null }))
  reading.now ??= read().finally(() => {
    reading.now = null
  })
  return reading.now
}

async function read(): Promise<string> {
  return renderGauges(
    await withPlatform('readMetrics', async (tx) => [
      ...toRunGauges(await countRuns(tx), await sumHeld(tx)),
      ...toQueueGauges(await countJobs(tx)),
      ...toUsageGauges(await sumTodayByAction(tx)),
      ...toCheckGauges(await listLatestChecks(tx)),
      {
        name: 'footnote_denials_today',
        help: 'Refusals by the plan today (UTC), by code',
        samples: (await sumDenialsToday(tx)).map(({ code, count }) => [{ code }, count]),
      },
    ]),
  )
}

type Runs = Awaited<ReturnType<typeof countRuns>>
type Held = Awaited<ReturnType<typeof sumHeld>>

function toRunGauges({ running, lost }: Runs, { held, heldMc, expired }: Held): Gauge[] {
  return [
    gauge('footnote_runs', 'Answers that are being written; lost ones give no sign of life', [
      [{ state: 'running' }, running - lost],
      [{ state: 'lost' }, lost],
    ]),
    gauge('footnote_reservations', 'Reservations of credits that are open; expired ones wait for the sweep', [
      [{ state: 'held' }, held - expired],
      [{ state: 'expired' }, expired],
    ]),
    gauge('footnote_reserved_credits', 'Credits in open reservations', [[{}, heldMc / MC_PER_CREDIT]]),
  ]
}

function toQueueGauges(queues: Awaited<ReturnType<typeof countJobs>>): Gauge[] {
  return [
    gauge(
      'footnote_queue_jobs',
      'Jobs by queue and state',
      queues.flatMap(({ queue, waiting, active, failed }) => [
        [{ queue, state: 'waiting' }, waiting],
        [{ queue, state: 'active' }, active],
        [{ queue, state: 'failed' }, failed],
      ]),
    ),
    gauge(
      'footnote_queue_oldest_job_age_seconds',
      'Age of the job that has waited longest',
      queues.map(({ queue, oldestSeconds }) => [{ queue }, oldestSeconds]),
    ),
  ]
}

function toUsageGauges(actions: Awaited<ReturnType<typeof sumTodayByAction>>): Gauge[] {
  const byAction = (name: string, help: string, valueOfRow: (row: (typeof actions)[number]) => number) =>
    gauge(
      name,
      `${help} today (UTC), by action`,
      actions.map((row) => [{ action: row.action }, valueOfRow(row)]),
    )
  return [
    byAction('footnote_usage_entries_today', 'Entries of the ledger', ({ entries }) => entries),
    byAction(
      'footnote_charged_credits_today',
      'Credits charged',
      ({ chargedMc }) => chargedMc / MC_PER_CREDIT,
    ),
    byAction(
      'footnote_refunded_credits_today',
      'Credits given back',
      ({ refundedMc }) => refundedMc / MC_PER_CREDIT,
    ),
    byAction(
      'footnote_overage_credits_today',
      'Credits used and billed to nobody',
      ({ overageMc }) => overageMc / MC_PER_CREDIT,
    ),
    byAction(
      'footnote_model_cost_dollars_today',
      'What models cost',
      ({ costMicroUsd }) => costMicroUsd / MICRO,
    ),
    byAction(
      'footnote_write_off_dollars_today',
      'The part of it that nobody was charged for',
      ({ writeOffMicroUsd }) => writeOffMicroUsd / MICRO,
    ),
    gauge(
      'footnote_tokens_today',
      'Tokens of models today (UTC), by action and direction',
      actions.flatMap(({ action, inputTokens, outputTokens }) => [
        [{ action, direction: 'input' }, inputTokens],
        [{ action, direction: 'output' }, outputTokens],
      ]),
    ),
  ]
}

function toCheckGauges(checks: Awaited<ReturnType<typeof listLatestChecks>>): Gauge[] {
  const now = systemClock.now().getTime()
  const byCheck = (name: string, help: string, valueOfRow: (row: (typeof checks)[number]) => number) =>
    gauge(
      name,
      help,
      checks.map((row) => [{ check: row.checkKey }, valueOfRow(row)]),
    )
  return [
    byCheck('footnote_control_check_ok', '1 where the last control check found nothing', ({ ok }) =>
      ok ? 1 : 0,
    ),
    byCheck('footnote_control_check_violations', 'What it found', ({ violations }) => violations),
    byCheck('footnote_control_check_age_seconds', 'How long ago it ran', ({ ranAt }) =>
      Math.max(0, (now - ranAt.getTime()) / 1000),
    ),
  ]
}

function gauge(name: string, help: string, samples: Gauge['samples']): Gauge {
  return { name, help, samples }
}
