import Link from 'next/link'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import type { UsageFigures, UsageReport, UsageRow } from '#lib/admin/schema.ts'
import { formatDate, formatNumber, formatUsd, nameOf } from './format.ts'

const COLUMNS: { label: string; value: (figures: UsageFigures) => string }[] = [
  { label: 'Charged', value: ({ charged }) => formatNumber(charged) },
  { label: 'Refunded', value: ({ refunded }) => formatNumber(refunded) },
  { label: 'Overage', value: ({ overage }) => formatNumber(overage) },
  { label: 'Worth', value: ({ revenueMicroUsd }) => formatUsd(revenueMicroUsd) },
  { label: 'Cost', value: ({ costMicroUsd }) => formatUsd(costMicroUsd) },
  { label: 'Written off', value: ({ writeOffMicroUsd }) => formatUsd(writeOffMicroUsd) },
  { label: 'Margin', value: ({ marginMicroUsd }) => formatUsd(marginMicroUsd) },
  { label: 'Tokens in', value: ({ inputTokens }) => formatNumber(inputTokens) },
  { label: 'Tokens out', value: ({ outputTokens }) => formatNumber(outputTokens) },
  { label: 'Entries', value: ({ entries }) => formatNumber(entries) },
]

/** Every figure of a report, a row for each group and one for all. */
export function UsageTable({ report, groupName }: { report: UsageReport; groupName: string }) {
  if (report.items.length === 0) {
    return <EmptyState title="Nothing was used on these days">Choose other days above.</EmptyState>
  }
  const hidden = report.groupCount - report.items.length
  return (
    <>
      <Table>
        <caption className="sr-only">Usage and cost by {groupName.toLowerCase()}</caption>
        <thead>
          <tr>
            <HeaderCell>{groupName}</HeaderCell>
            {COLUMNS.map(({ label }) => (
              <HeaderCell key={label} numeric className="whitespace-nowrap">
                {label}
              </HeaderCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.items.map((item) => (
            <tr key={item.key ?? ''}>
              <th
                scope="row"
                className="max-w-60 truncate border-rule border-b py-2.5 pr-3 text-left font-normal"
              >
                <GroupName item={item} groupBy={report.groupBy} />
              </th>
              <Figures figures={item} />
            </tr>
          ))}
          <tr className="font-[560]">
            <th scope="row" className="border-rule border-b py-2.5 pr-3 text-left font-[560]">
              All
            </th>
            <Figures figures={report.totals} />
          </tr>
        </tbody>
      </Table>
      {hidden > 0 && (
        <p className="mt-2 text-ink-3 text-small">
          {formatNumber(hidden)} more with less usage are in the sums and in the CSV, not in this table.
        </p>
      )}
    </>
  )
}

function Figures({ figures }: { figures: UsageFigures }) {
  return COLUMNS.map(({ label, value }) => (
    <Cell key={label} numeric className="whitespace-nowrap">
      {value(figures)}
    </Cell>
  ))
}

function GroupName({ item, groupBy }: { item: UsageRow; groupBy: UsageReport['groupBy'] }) {
  if (groupBy === 'day') return formatDate(item.label)
  if (groupBy === 'action') return nameOf(item.label)
  if (groupBy !== 'workspace' || item.key === null) return item.label
  return (
    <Link href={`/admin/workspaces/${item.key}`} className="text-accent underline underline-offset-3">
      {item.label}
    </Link>
  )
}
