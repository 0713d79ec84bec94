import { deleteEarlyEvents } from '#lib/chat/run-repository.ts'
import { withTenant } from '#lib/platform/db/index.ts'

/**
 * Removes the events of a run that ended long ago, but the last; answer and receipt stand on their own. Safe to repeat.
 *
 * @returns how many were removed.
 */
export function pruneRunEvents({ workspaceId, id }: { workspaceId: string; id: string }): Promise<number> {
  return withTenant({ workspaceId, userId: null }, (tx) => deleteEarlyEvents(tx, workspaceId, id))
}
