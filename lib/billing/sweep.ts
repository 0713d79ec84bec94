import { withPlatform, withTenant } from '#lib/platform/db/index.ts'
import { log } from '#lib/platform/log.ts'
import { expireIn } from './close-reservation.ts'
import { listExpired } from './ledger-repository.ts'

/**
 * Closes reservations whose process died: the credits go back, what was journaled is booked as write-off. May run in
 * several processes at once. @returns how many it closed; as many as `limit` means there may be more.
 */
export async function sweepExpired(limit = 100): Promise<number> {
  const expired = await withPlatform('sweepReservations', (tx) => listExpired(tx, limit))
  let closed = 0
  for (const key of expired) {
    const scope = { workspaceId: key.workspaceId, userId: null }
    try {
      if (await withTenant(scope, (tx) => expireIn(tx, key))) closed += 1
    } catch (error) {
      // What stops one must not stop the others.
      log.error({ err: error, ...key }, 'an expired reservation could not be closed')
    }
  }
  return closed
}
