'use client'

import { useQuery } from '@tanstack/react-query'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import { formatInstant, formatNumber, nameOf } from './format.ts'
import { PageHeading } from './page-heading.tsx'
import { denialsQuery } from './queries.ts'
import { readRange } from './range.ts'
import { RangePicker } from './range-picker.tsx'
import { useSearch } from './use-search.ts'

/** Which wall people meet, how often, on which plan. */
export function DenialReport() {
  const [search, change] = useSearch()
  const range = readRange(search)
  const { data, error, isPending, refetch } = useQuery(denialsQuery(range))
  return (
    <>
      <PageHeading title="Denials">How often the paywall said no, and which wall it was.</PageHeading>
      <RangePicker key={`${range.from}${range.to}`} range={range} onChange={(next) => change({ ...next })} />
      <div className="mt-6">
        {error && <ProblemNotice error={error} onRetry={() => refetch()} />}
        {isPending && <Skeleton rows={4} />}
        {data?.items.length === 0 && <EmptyState title="Nobody was refused anything on these days" />}
        {data && data.items.length > 0 && (
          <Table>
            <caption className="sr-only">Denials by code, subject and plan</caption>
            <thead>
              <tr>
                <HeaderCell>Code</HeaderCell>
                <HeaderCell>About</HeaderCell>
                <HeaderCell>Plan</HeaderCell>
                <HeaderCell numeric>Workspaces</HeaderCell>
                <HeaderCell numeric>Times</HeaderCell>
                <HeaderCell>Last (UTC)</HeaderCell>
              </tr>
            </thead>
            <tbody>
              {data.items.map((item) => (
                <tr key={`${item.code}${item.subject}${item.planKey}`}>
                  <Cell>{item.code}</Cell>
                  <Cell>{item.subject ? nameOf(item.subject) : '–'}</Cell>
                  <Cell>{item.planKey}</Cell>
                  <Cell numeric>{formatNumber(item.workspaces)}</Cell>
                  <Cell numeric>{formatNumber(item.count)}</Cell>
                  <Cell className="whitespace-nowrap">{formatInstant(item.lastAt)}</Cell>
                </tr>
              ))}
              <tr className="font-[560]">
                <th scope="row" colSpan={4} className="border-rule border-b py-2.5 pr-3 text-left font-[560]">
                  All
                </th>
                <Cell numeric>{formatNumber(data.total)}</Cell>
                <Cell />
              </tr>
            </tbody>
          </Table>
        )}
      </div>
    </>
  )
}
