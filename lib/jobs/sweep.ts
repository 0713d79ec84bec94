import { sweepAccounts } from '#lib/auth/index.ts'
import { pruneBillingRecords, sweepExpired } from '#lib/billing/index.ts'
import { findLostRuns, listRunsEndedLongAgo, pruneRunEvents, sweepRun } from '#lib/chat/index.ts'
import { dropUpload, listExpiredUploads } from '#lib/documents/index.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { NIL_ID } from '#lib/platform/id.ts'
import { log } from '#lib/platform/log.ts'
import { deliverDueMail } from '#lib/platform/mail/index.ts'
import { processState } from '#lib/platform/process-state.ts'

const RUNS_PER_ROUND = 100
const UPLOADS_PER_ROUND = 100
const HOUR_MS = 3_600_000

interface Sweep {
  name: string
  run(): Promise<unknown>
}

/** In this order: a lost run gives its own reservation back. Each is safe at any time and in several workers at once. */
const SWEEPS: readonly Sweep[] = [
  { name: 'lost runs', run: sweepLostRuns },
  { name: 'expired reservations', run: () => sweepExpired() },
  { name: 'events of old runs', run: sweepRunEvents },
  { name: 'mail', run: deliverDueMail },
  { name: 'uploads that came to nothing', run: sweepUploads },
  { name: 'expired links, locks and sessions', run: () => sweepAccounts() },
  { name: 'old quotes, refusals and notices', run: pruneHourly },
]

/** Runs every sweep, also after one has failed. */
export async function sweep(signal: AbortSignal): Promise<void> {
  for (const { name, run } of SWEEPS) {
    signal.throwIfAborted()
    try {
      await run()
    } catch (error) {
      log.error({ err: error, sweep: name }, 'a sweep failed; the next round tries again')
    }
  }
}

async function sweepLostRuns(): Promise<void> {
  const lost = await withPlatform('sweepRuns', (tx) => findLostRuns(tx, RUNS_PER_ROUND))
  for (const { workspaceId, id } of lost) await sweepRun(workspaceId, id)
}

/** Goes through the runs in the order of their ends, from the first one whenever a worker starts. */
async function sweepRunEvents(): Promise<void> {
  const place = processState('prunedRuns', () => ({ finishedAt: new Date(0), id: NIL_ID }))
  const ended = await withPlatform('sweepRuns', (tx) => listRunsEndedLongAgo(tx, place, RUNS_PER_ROUND))
  for (const run of ended) {
    await pruneRunEvents(run)
    Object.assign(place, { finishedAt: run.finishedAt, id: run.id })
  }
}

/** Nothing waits for it, and it looks through whole tables. */
async function pruneHourly(): Promise<void> {
  const last = processState('prunedBilling', () => ({ at: 0 }))
  const now = systemClock.now().getTime()
  if (now - last.at < HOUR_MS) return
  await pruneBillingRecords()
  last.at = now
}

async function sweepUploads(): Promise<void> {
  const expired = await withPlatform('sweepUploads', (tx) =>
    listExpiredUploads(tx, systemClock.now(), UPLOADS_PER_ROUND),
  )
  for (const { workspaceId, id } of expired) await dropUpload(workspaceId, id)
}
