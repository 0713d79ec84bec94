import { sweepAccounts } from '#lib/auth/index.ts'
import { sweepExpired } from '#lib/billing/index.ts'
import { findLostRuns, sweepRun } from '#lib/chat/index.ts'
import { dropUpload, listExpiredUploads } from '#lib/documents/index.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { log } from '#lib/platform/log.ts'
import { deliverDueMail } from '#lib/platform/mail/index.ts'

const RUNS_PER_ROUND = 100
const UPLOADS_PER_ROUND = 100

interface Sweep {
  name: string
  run(): Promise<unknown>
}

/** In this order: a lost run gives its own reservation back. Each is safe at any time and in several workers at once. */
const SWEEPS: readonly Sweep[] = [
  { name: 'lost runs', run: sweepLostRuns },
  { name: 'expired reservations', run: () => sweepExpired() },
  { name: 'mail', run: deliverDueMail },
  { name: 'uploads that came to nothing', run: sweepUploads },
  { name: 'expired links, locks and sessions', run: () => sweepAccounts() },
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

async function sweepUploads(): Promise<void> {
  const expired = await withPlatform('sweepUploads', (tx) =>
    listExpiredUploads(tx, systemClock.now(), UPLOADS_PER_ROUND),
  )
  for (const { workspaceId, id } of expired) await dropUpload(workspaceId, id)
}
