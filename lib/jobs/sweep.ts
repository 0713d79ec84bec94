import { log } from '#lib/platform/log.ts'
import { deliverDueMail } from '#lib/platform/mail/index.ts'

interface Sweep {
  name: string
  run(): Promise<unknown>
}

/** In this order; each is safe to run at any time and by several workers at once. */
const SWEEPS: readonly Sweep[] = [{ name: 'mail', run: deliverDueMail }]

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
