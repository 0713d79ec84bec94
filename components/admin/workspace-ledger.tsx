'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { LoadMore } from '#components/ui/load-more.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import type { LedgerEntry } from '#lib/admin/schema.ts'
import { formatInstant, formatNumber, formatUsd, nameOf } from './format.ts'
import { ledgerQuery } from './queries.ts'

const SIGNS = { grant: '+', refund: '+', charge: '−', revoke: '−', overage: '', cost: '' } as const
const KINDS: Record<LedgerEntry['kind'], string> = {
  grant: 'given',
  revoke: 'taken back',
  charge: 'charged',
  refund: 'given back',
  overage: 'overage, billed to nobody',
  cost: 'cost',
}

/** Every entry, the last first. */
export function WorkspaceLedger({ id }: { id: string }) {
  const list = useInfiniteQuery(ledgerQuery(id))
  if (list.isPending) return <Skeleton rows={6} />
  if (list.error) return <ProblemNotice error={list.error} onRetry={() => list.refetch()} />
  const entries = list.data.pages.flatMap(({ items }) => items)
  if (entries.length === 0) return <p className="text-ink-2 text-small">Nothing was booked yet.</p>
  return (
    <>
      <Table>
        <caption className="sr-only">Ledger of this workspace, the last entry first</caption>
        <thead>
          <tr>
            <HeaderCell>When (UTC)</HeaderCell>
            <HeaderCell>What</HeaderCell>
            <HeaderCell>Who</HeaderCell>
            <HeaderCell>Plan</HeaderCell>
            <HeaderCell>By</HeaderCell>
            <HeaderCell>Model</HeaderCell>
            <HeaderCell numeric>Tokens</HeaderCell>
            <HeaderCell numeric>Cost</HeaderCell>
            <HeaderCell numeric>Credits</HeaderCell>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <Cell className="whitespace-nowrap">{formatInstant(entry.at)}</Cell>
              <Cell className="min-w-36">
                {nameOf(entry.action)}
                <span className="block text-ink-3 text-tiny">
                  {entry.writeOff ? 'cost, written off' : KINDS[entry.kind]}
                </span>
              </Cell>
              <Cell className="max-w-48 truncate">{entry.userEmail ?? '–'}</Cell>
              <Cell>{entry.planKey}</Cell>
              <Cell>{entry.surface}</Cell>
              <Cell>{entry.model ?? '–'}</Cell>
              <Cell numeric className="whitespace-nowrap">
                {entry.inputTokens === null
                  ? '–'
                  : `${formatNumber(entry.inputTokens)} / ${formatNumber(entry.outputTokens ?? 0)}`}
              </Cell>
              <Cell numeric>{entry.kind === 'cost' ? formatUsd(entry.costMicroUsd) : '–'}</Cell>
              <Cell numeric className="whitespace-nowrap">
                {entry.kind === 'cost' ? '–' : `${SIGNS[entry.kind]}${formatNumber(entry.credits)}`}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      <LoadMore list={list} />
    </>
  )
}
