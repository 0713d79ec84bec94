'use client'

import { useQuery } from '@tanstack/react-query'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { DayBars } from '#components/ui/day-bars.tsx'
import { SelectField } from '#components/ui/select-field.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { USAGE_GROUPS, type UsageFigures, type UsageGroup, type UsageReport } from '#lib/admin/schema.ts'
import { formatNumber, formatUsd } from './format.ts'
import { PageHeading } from './page-heading.tsx'
import { usageCsvHref, usageQuery } from './queries.ts'
import { listDays, type Range, readRange } from './range.ts'
import { RangePicker } from './range-picker.tsx'
import { UsageTable } from './usage-table.tsx'
import { useSearch } from './use-search.ts'

const GROUP_NAMES: Record<UsageGroup, string> = {
  day: 'Day',
  workspace: 'Workspace',
  user: 'Person',
  plan: 'Plan',
  action: 'Action',
}

/** Usage, cost and margin over some days: sums, bars by day, and a table by whatever one asks for. */
export function UsageOverview() {
  const [search, change] = useSearch()
  const range = readRange(search)
  const groupBy = USAGE_GROUPS.find((group) => group === search.get('groupBy')) ?? 'day'
  const days = useQuery(usageQuery(range, 'day'))
  const groups = useQuery(usageQuery(range, groupBy))
  return (
    <>
      <PageHeading title="Usage and cost">Sums of the ledger by day in UTC, all workspaces.</PageHeading>
      <RangePicker key={`${range.from}${range.to}`} range={range} onChange={(next) => change({ ...next })} />
      {days.error && (
        <div className="mt-6">
          <ProblemNotice error={days.error} onRetry={() => days.refetch()} />
        </div>
      )}
      {days.isPending && <Skeleton rows={5} className="mt-8" label="Loading" />}
      {days.data && <Overview report={days.data} range={range} />}
      <div className="mt-9 mb-3 flex flex-wrap items-end justify-between gap-3">
        <SelectField
          label="Table by"
          value={groupBy}
          options={USAGE_GROUPS.map((value) => ({ value, label: GROUP_NAMES[value] }))}
          onChange={(event) => change({ groupBy: event.target.value })}
          className="w-40"
        />
        <Button asChild size="small">
          <a href={usageCsvHref(range, groupBy)} download>
            Save as CSV
          </a>
        </Button>
      </div>
      {groups.data && <UsageTable report={groups.data} groupName={GROUP_NAMES[groups.data.groupBy]} />}
    </>
  )
}

function Overview({ report, range }: { report: UsageReport; range: Range }) {
  const byDay = new Map(report.items.map((item) => [item.key, item]))
  const values = (value: (figures: UsageFigures) => number) =>
    listDays(range).map((day) => {
      const item = byDay.get(day)
      return { day, value: item ? value(item) : 0 }
    })
  return (
    <>
      <Totals totals={report.totals} />
      <div className="grid gap-8 lg:grid-cols-2">
        <DayBars title="Credits charged" days={values(({ charged }) => charged)} format={formatNumber} />
        <DayBars
          title="Cost of models"
          days={values(({ costMicroUsd }) => costMicroUsd)}
          format={formatUsd}
        />
      </div>
    </>
  )
}

function Totals({ totals }: { totals: UsageFigures }) {
  const facts: [string, string, string?][] = [
    ['Credits charged', formatNumber(totals.charged), `${formatNumber(totals.refunded)} given back`],
    ['Worth', formatUsd(totals.revenueMicroUsd), 'at the price of each plan'],
    ['Cost of models', formatUsd(totals.costMicroUsd), `${formatUsd(totals.writeOffMicroUsd)} written off`],
    ['Margin', formatUsd(totals.marginMicroUsd), 'worth less cost'],
    ['Overage', formatNumber(totals.overage), 'credits billed to nobody'],
    [
      'Tokens',
      formatNumber(totals.inputTokens + totals.outputTokens),
      `${formatNumber(totals.outputTokens)} of them out`,
    ],
  ]
  return (
    <dl className="my-7 grid grid-cols-2 gap-x-6 gap-y-4 border-rule border-y py-4 sm:grid-cols-3 xl:grid-cols-6">
      {facts.map(([name, value, more]) => (
        <div key={name} className="min-w-0">
          <dt className="text-small text-ink-2">{name}</dt>
          <dd className="tabular truncate text-[1.0625rem]">{value}</dd>
          <dd className="text-ink-3 text-tiny">{more}</dd>
        </div>
      ))}
    </dl>
  )
}
