import type { WorkspaceContext } from '#lib/auth/context.ts'
import { journal, settle } from '#lib/billing/close-reservation.ts'
import { keepAlive, type Work } from '#lib/billing/metered.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { findHeld } from './find-receipts.ts'

/** A reservation that a request has opened for a job. */
export interface HeldReservation {
  readonly heldMc: number
  /** Who asked. */
  readonly actorId: string | null
}

/**
 * The second half of `metered`, for a job whose credits were held when it was asked for: keeps the reservation alive, runs
 * the work, and settles in the transaction that writes the result. On any other way out it stays held, since the job may
 * be tried again; whoever gives up releases it.
 *
 * @throws Error when the reservation is held no more: nobody works for nothing.
 */
export async function runReserved<T>(
  ctx: WorkspaceContext,
  { reservationId, ttlMs }: { reservationId: string; ttlMs: number },
  run: (held: HeldReservation) => Promise<Work<T>>,
): Promise<T> {
  const key = { workspaceId: ctx.workspaceId, reservationId }
  const held = await withTenant(ctx, (tx) => findHeld(tx, key))
  if (!held || !(await journal(key, ttlMs))) throw new Error('The credits for this are held no more.')
  const stopBeating = keepAlive({ journal: () => journal(key, ttlMs) }, ttlMs)
  try {
    const work = await run(held)
    return await withTenant(ctx, async (tx) => {
      const result = await work.commit(tx)
      const { outcome } = await settle(tx, key, work.actual)
      // Nobody may see a result that is neither charged nor booked.
      if (outcome === 'closed') throw new Error('The reservation was closed while its work ran.')
      return result
    })
  } finally {
    stopBeating()
  }
}
