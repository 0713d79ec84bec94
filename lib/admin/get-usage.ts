import type { UserContext } from '#lib/auth/context.ts'
import { requireStaff } from '#lib/auth/index.ts'
import { toCredits } from '#lib/billing/plans.ts'
import { insertAuditEntry, insertViewedEntry } from '#lib/platform/audit.ts'
import { type Tx, withPlatform } from '#lib/platform/db/index.ts'
import { toCsv } from '#lib/platform/http/csv.ts'
import { NIL_ID } from '#lib/platform/id.ts'
import { getHomeId, hasWorkspace } from './repository.ts'
import type { UsageFigures, UsageQuery, UsageReport, UsageRow } from './schema.ts'
import { groupUsage, type UsageGroupRow, type UsageSums } from './usage-repository.ts'

/** More rows than a page can show; the totals count all of them. */
const MAX_ROWS = 500
/** What a file may hold. A range of 366 days always fits; the largest customers of a larger house would be cut. */
const MAX_CSV_ROWS = 100_000

/**
 * Usage, cost and margin of all workspaces (or one) over some days in UTC, from the daily sums of the ledger.
 *
 * @throws AppError forbidden
 */
export function getUsage(user: UserContext, query: UsageQuery): Promise<UsageReport> {
  requireStaff(user)
  const { workspaceId } = query
  return withPlatform('staffRead', async (tx) => {
    if (workspaceId && (await hasWorkspace(tx, workspaceId)))
      await insertViewedEntry(tx, { workspaceId, actorUserId: user.userId, subject: workspaceId })
    return readUsage(tx, query, MAX_ROWS)
  })
}

/** The same as a table to save; who took it along is written down. @throws AppError forbidden */
export async function getUsageCsv(user: UserContext, query: UsageQuery): Promise<string> {
  requireStaff(user)
  const { items } = await withPlatform('staffRead', async (tx) => {
    const { from, to, groupBy, workspaceId } = query
    const isThere = workspaceId !== undefined && (await hasWorkspace(tx, workspaceId))
    await insertAuditEntry(tx, {
      workspaceId: isThere ? workspaceId : await getHomeId(tx, user.userId),
      actorUserId: user.userId,
      action: 'staff.exported',
      detail: { after: { what: 'usage', from, to, groupBy, ...(workspaceId && { workspaceId }) } },
    })
    return readUsage(tx, query, MAX_CSV_ROWS)
  })
  return toCsv(
    [query.groupBy, 'name', ...FIGURES],
    items.map((item) => [item.key, item.label, ...FIGURES.map((figure) => item[figure])]),
  )
}

const FIGURES = [
  'granted',
  'revoked',
  'charged',
  'refunded',
  'overage',
  'costMicroUsd',
  'writeOffMicroUsd',
  'revenueMicroUsd',
  'marginMicroUsd',
  'inputTokens',
  'outputTokens',
  'entries',
] as const satisfies readonly (keyof UsageFigures)[]

async function readUsage(tx: Tx, query: UsageQuery, take: number): Promise<UsageReport> {
  const { from, to, groupBy, workspaceId = null } = query
  const { totals, rows } = await groupUsage(tx, { from, to, workspaceId, groupBy, take })
  const groupCount = Number(rows[0]?.groupCount ?? 0)
  return { from, to, groupBy, totals: toFigures(totals), items: rows.map(toRow), groupCount }
}

function toRow(row: UsageGroupRow): UsageRow {
  const isNobody = row.key === NIL_ID
  return {
    key: isNobody ? null : row.key,
    label: isNobody ? 'No person' : (row.label ?? 'Deleted'),
    ...toFigures(row),
  }
}

function toFigures(sums: UsageSums): UsageFigures {
  const costMicroUsd = Number(sums.costMicroUsd)
  const revenueMicroUsd = Number(sums.revenueMicroUsd)
  return {
    granted: toCredits(Number(sums.grantedMc)),
    revoked: toCredits(Number(sums.revokedMc)),
    charged: toCredits(Number(sums.chargedMc)),
    refunded: toCredits(Number(sums.refundedMc)),
    overage: toCredits(Number(sums.overageMc)),
    costMicroUsd,
    writeOffMicroUsd: Number(sums.writeOffMicroUsd),
    revenueMicroUsd,
    marginMicroUsd: revenueMicroUsd - costMicroUsd,
    inputTokens: Number(sums.inputTokens),
    outputTokens: Number(sums.outputTokens),
    entries: Number(sums.entries),
  }
}
