import type { Tx } from '#lib/platform/db/index.ts'
import { enqueue } from '#lib/platform/queue/index.ts'
import { type NoticedLimit, usageNoticeJob } from './jobs.ts'
import { FIRST_NOTICE_SHARE } from './notices.ts'

/**
 * Has the owner told by mail where `used`, which rose by `by` in this transaction, crossed the first step of a limit. The
 * job reads again, and its mail goes once per period.
 *
 * @param state used and limit in one unit, whatever it is; null = no limit.
 */
export async function noteCrossing(
  tx: Tx,
  workspaceId: string,
  state: { limitKey: NoticedLimit; used: number; by: number; limit: number | null },
): Promise<void> {
  const { limitKey, used, by, limit } = state
  if (!isCrossing({ used, by, limit })) return
  await enqueue(tx, usageNoticeJob, { workspaceId, limitKey }, { singletonKey: `${workspaceId}:${limitKey}` })
}

/** Whether `used` has come to the first step of `limit` with its last `by`. */
export function isCrossing({ used, by, limit }: { used: number; by: number; limit: number | null }): boolean {
  if (limit === null || limit <= 0) return false
  const step = FIRST_NOTICE_SHARE * limit
  return used >= step && used - by < step
}
