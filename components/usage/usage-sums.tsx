'use client'

import { useQuery } from '@tanstack/react-query'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { DayBars } from '#components/ui/day-bars.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import type { UsageGroup, UsageReport } from '#lib/usage/schema.ts'
import { formatCredits, nameAction } from './format.ts'
import { fillDays } from './periods.ts'
import { type Days, usageQuery } from './queries.ts'

const GROUP_NAMES: Record<UsageGroup, string> = {
  ...{ day: 'Day (UTC)', member: 'Member', action: 'Action' },
  ...{ document: 'Document', conversation: 'Conversation' },
}

/** What was used over some days, by one of its sides; days as bars too. */
export function UsageSums({
  workspaceId,
  groupBy,
  days,
}: {
  workspaceId: string
  groupBy: UsageGroup
  days: Required<Days>
}) {
  const { data, error, isPending, refetch } = useQuery(usageQuery(workspaceId, groupBy, days))
  if (isPending) return <Skeleton rows={4} />
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  return <UsageSumsView report={data} />
}

export function UsageSumsView({ report }: { report: UsageReport }) {
  const { groupBy, scope, totals, workspaceTotals } = report
  const used = report.items.filter(({ credits, inputTokens, overage }) => credits || inputTokens || overage)
  return (
    <>
      {scope === 'own' && (
        <p className="mb-3 text-ink-2 text-small">
          You used {formatCredits(totals.credits)} of the {formatCredits(workspaceTotals.credits)} credits
          that this workspace used on these days. Admins see the others’ part.
        </p>
      )}
      {groupBy === 'day' && (
        <div className="mb-4">
          <DayBars title="Credits by day" days={fillDays(report, report.items)} format={formatCredits} />
        </div>
      )}
      {used.length === 0 ? (
        <p className="py-4 text-ink-2">Nothing was used on these days.</p>
      ) : (
        <SumTable report={report} items={groupBy === 'day' ? used.toReversed() : used} />
      )}
      {groupBy === 'document' && used.some(({ key }) => key === null) && (
        <p className="mt-3 text-ink-3 text-small">
          A question is looked up in every document it is asked of, so its answer counts to none of them
          alone.
        </p>
      )}
    </>
  )
}

function SumTable({ report, items }: { report: UsageReport; items: UsageReport['items'] }) {
  const { groupBy, totals } = report
  return (
    <Table className="table-fixed">
      <caption className="sr-only">Credits by {GROUP_NAMES[groupBy].toLowerCase()}</caption>
      <thead>
        <tr>
          <HeaderCell>{GROUP_NAMES[groupBy]}</HeaderCell>
          <HeaderCell numeric className="hidden w-28 sm:table-cell">
            Tokens read
          </HeaderCell>
          <HeaderCell numeric className="hidden w-32 sm:table-cell">
            Tokens written
          </HeaderCell>
          <HeaderCell numeric className="w-24">
            Credits
          </HeaderCell>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.key ?? ''}>
            <th
              scope="row"
              className="truncate border-rule border-b py-2.5 pr-3 text-left font-normal"
              title={toName(item, groupBy)}
            >
              {toName(item, groupBy)}
            </th>
            <FigureCells figures={item} />
          </tr>
        ))}
        <tr className="font-[560]">
          <th scope="row" className="border-rule border-b py-2.5 pr-3 text-left font-[560]">
            All
          </th>
          <FigureCells figures={totals} />
        </tr>
      </tbody>
    </Table>
  )
}

function FigureCells({ figures }: { figures: UsageReport['totals'] }) {
  return (
    <>
      <Cell numeric className="hidden sm:table-cell">
        {figures.inputTokens.toLocaleString('en-US')}
      </Cell>
      <Cell numeric className="hidden sm:table-cell">
        {figures.outputTokens.toLocaleString('en-US')}
      </Cell>
      <Cell numeric>{formatCredits(figures.credits)}</Cell>
    </>
  )
}

function toName({ key, name }: UsageReport['items'][number], groupBy: UsageGroup): string {
  if (groupBy === 'day' && key) return toFullDay(key)
  if (groupBy === 'action' && key) return nameAction(key)
  return key === null ? WITHOUT[groupBy] : (name ?? GONE[groupBy])
}

const WITHOUT: Record<UsageGroup, string> = {
  ...{ day: '–', action: '–', member: 'Nobody in particular' },
  ...{ document: 'Answers over your documents', conversation: 'Outside conversations' },
}
const GONE: Record<UsageGroup, string> = {
  ...{ day: '–', action: '–', member: 'Former member' },
  ...{ document: 'A deleted document', conversation: 'Somebody else’s or a deleted conversation' },
}

function toFullDay(day: string): string {
  return new Date(day).toLocaleDateString('en-GB', {
    ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  })
}
