import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { findRun, requestStop } from '#lib/chat/run-repository.ts'
import { notify, withTenant } from '#lib/platform/db/index.ts'
import { assertOwn } from './follow-run.ts'
import { findLiveRun, STOP_CHANNEL } from './run-registry.ts'

/**
 * Asks a run to stop. In this process it ends at once; another one hears of it, and finds it with its next heartbeat at
 * the latest. A run that has ended stays as it is.
 *
 * @throws AppError not_found
 */
export async function stopRun(ctx: WorkspaceContext, id: string): Promise<void> {
  requireRole(ctx, 'member')
  const live = findLiveRun({ workspaceId: ctx.workspaceId, id })
  if (live && live.userId === ctx.userId) {
    live.end('stop')
    return
  }
  await withTenant(ctx, async (tx) => {
    assertOwn(ctx, await findRun(tx, ctx.workspaceId, id))
    if (await requestStop(tx, ctx.workspaceId, id)) await notify(tx, STOP_CHANNEL, id)
  })
}
