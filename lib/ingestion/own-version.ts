import { lockVersion, type VersionRow } from '#lib/documents/index.ts'
import type { Tx } from '#lib/platform/db/index.ts'

/** Another worker goes on with the version, or it has been settled: what this one holds is of no use any more. */
export class TakenOver extends Error {
  constructor() {
    super('The version is in other hands.')
    this.name = 'TakenOver'
  }
}

/**
 * Locks the version for a write of the try that `begun` stands for. The number of the try is its token: a worker that
 * was taken for dead and is not must add nothing to the work of the one after it.
 *
 * @param begun the row as it was when the try began.
 * @throws TakenOver
 */
export async function lockOwnVersion(tx: Tx, begun: VersionRow): Promise<VersionRow> {
  const version = await lockVersion(tx, begun.workspaceId, begun.id)
  if (version?.status !== 'processing' || !isSameTry(version, begun)) throw new TakenOver()
  return version
}

/** A retry begins to count again, but with another time of its start; what nobody pays for any more is no try. */
function isSameTry(version: VersionRow, begun: VersionRow): boolean {
  return (
    version.attempts === begun.attempts &&
    version.reservationId === begun.reservationId &&
    version.startedAt?.getTime() === begun.startedAt?.getTime()
  )
}
