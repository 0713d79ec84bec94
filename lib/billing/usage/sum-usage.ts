import type { Tx } from '#lib/platform/db/index.ts'
import {
  sumAll,
  sumGroups,
  type UsageGroup,
  type UsageGroupRow,
  type UsageRange,
  type UsageSums,
} from './usage-repository.ts'

/** More groups than a page can show; the totals count all of them. */
const MAX_GROUPS = 500

export interface UsageQuery extends UsageRange {
  readonly groupBy: UsageGroup
  /** Only this person's in items and `totals`; everybody's if left out. */
  readonly ownOf?: string | undefined
}

/**
 * What a workspace used over some days in UTC. Days, members and actions come from the daily sums, so that a year costs
 * as much as its days; documents and conversations from the entries of the range.
 *
 * @returns `workspaceTotals` is everybody's, whoever asks.
 */
export async function sumUsage(
  tx: Tx,
  workspaceId: string,
  query: UsageQuery,
): Promise<{ items: UsageGroupRow[]; totals: UsageSums; workspaceTotals: UsageSums }> {
  const { ownOf = null, ...rest } = query
  const items = await sumGroups(tx, workspaceId, { ...rest, ownOf, take: MAX_GROUPS })
  const workspaceTotals = await sumAll(tx, workspaceId, query, null)
  const totals = ownOf === null ? workspaceTotals : await sumAll(tx, workspaceId, query, ownOf)
  return { items, totals, workspaceTotals }
}
