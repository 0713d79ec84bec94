import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { sumUsage, type UsageGroupRow, type UsageSums } from '#lib/billing/index.ts'
import { toCredits } from '#lib/billing/plans.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { findNames, type Names } from './names.ts'
import { MAX_DAYS, type UsageFigures, type UsageGroup, type UsageQuery, type UsageReport } from './schema.ts'
import { ownOf } from './scope.ts'

const DAY_MS = 86_400_000
const DEFAULT_DAYS = 30

/**
 * What was used by day, member, action, document or conversation; members see their own and the workspace's total.
 *
 * @throws AppError invalid for more days than a year has.
 */
export async function getUsage(ctx: WorkspaceContext, query: UsageQuery): Promise<UsageReport> {
  requireRole(ctx, 'viewer')
  const own = ownOf(ctx)
  const { groupBy } = query
  const range = toRange(query)
  const sums = await withTenant(ctx, (tx) => sumUsage(tx, ctx.workspaceId, { ...range, groupBy, ownOf: own }))
  const keys = sums.items.flatMap(({ key }) => key ?? [])
  const names = await findNames(ctx, {
    ...(groupBy === 'member' ? { members: keys } : {}),
    ...(groupBy === 'document' ? { documents: keys } : {}),
    ...(groupBy === 'conversation' ? { conversations: keys } : {}),
  })
  return {
    ...range,
    groupBy,
    scope: own ? 'own' : 'workspace',
    items: sums.items.map((row) => ({ key: row.key, name: toName(row, groupBy, names), ...toFigures(row) })),
    totals: toFigures(sums.totals),
    workspaceTotals: toFigures(sums.workspaceTotals),
  }
}

/** The end that is left out follows from the other one. */
function toRange({ from, to }: UsageQuery): { from: string; to: string } {
  const end = to ?? toDay(systemClock.now().getTime())
  const begin = from ?? toDay(Date.parse(end) - (DEFAULT_DAYS - 1) * DAY_MS)
  const days = (Date.parse(end) - Date.parse(begin)) / DAY_MS + 1
  if (days >= 1 && days <= MAX_DAYS) return { from: begin, to: end }
  const detail = `From 1 to ${MAX_DAYS} days can be summed.`
  throw new AppError('invalid', detail, { errors: [{ pointer: '/from', detail }] })
}

function toDay(millis: number): string {
  return new Date(millis).toISOString().slice(0, 10)
}

function toName({ key }: UsageGroupRow, groupBy: UsageGroup, names: Names): string | null {
  if (key === null || groupBy === 'day' || groupBy === 'action') return key
  const map = { member: names.members, document: names.documents, conversation: names.conversations }[groupBy]
  return map.get(key) ?? null
}

function toFigures(sums: UsageSums): UsageFigures {
  return {
    credits: toCredits(sums.chargedMc - sums.refundedMc),
    charged: toCredits(sums.chargedMc),
    refunded: toCredits(sums.refundedMc),
    overage: toCredits(sums.overageMc),
    inputTokens: sums.inputTokens,
    outputTokens: sums.outputTokens,
  }
}
