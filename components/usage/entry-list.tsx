'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { LoadMore } from '#components/ui/load-more.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { HeaderCell, Table } from '#components/ui/table.tsx'
import type { UsageEntry } from '#lib/usage/schema.ts'
import { EntryRow } from './entry-row.tsx'
import { type EntryFilter, entriesQuery } from './queries.ts'

/** The ledger, the newest first. */
export function EntryList({
  workspaceId,
  slug,
  filter,
}: {
  workspaceId: string
  slug: string
  filter: EntryFilter
}) {
  const list = useInfiniteQuery(entriesQuery(workspaceId, filter))
  const wantedRunId = useWantedRun(list.data !== undefined)
  if (list.isPending) return <Skeleton rows={5} label="Loading" />
  if (list.error) return <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
  const entries = list.data.pages.flatMap(({ items }) => items)
  if (entries.length === 0) {
    return <p className="py-4 text-ink-2">Nothing was used here. Choose other days, or everything above.</p>
  }
  return (
    <>
      <EntryTable entries={entries} slug={slug} wantedRunId={wantedRunId} />
      <LoadMore list={list} />
    </>
  )
}

export function EntryTable({
  entries,
  slug,
  wantedRunId = null,
}: {
  entries: readonly UsageEntry[]
  slug: string
  wantedRunId?: string | null
}) {
  const now = new Date()
  return (
    <Table className="table-fixed">
      <caption className="sr-only">What happened to the credits, the newest first</caption>
      <thead>
        <tr>
          <HeaderCell className="w-16 sm:w-[5.5rem]">When</HeaderCell>
          <HeaderCell>What</HeaderCell>
          <HeaderCell className="hidden w-32 sm:table-cell">Who</HeaderCell>
          <HeaderCell numeric className="w-[4.5rem] sm:w-24">
            Credits
          </HeaderCell>
          <HeaderCell numeric className="w-[4.5rem] sm:w-28">
            Balance
          </HeaderCell>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <EntryRow
            key={entry.id}
            entry={entry}
            slug={slug}
            now={now}
            isWanted={wantedRunId !== null && entry.ref?.id === wantedRunId}
          />
        ))}
      </tbody>
    </Table>
  )
}

/** The run that the address points at (`#run-…`): its row comes after the page, so the browser cannot go there itself. */
function useWantedRun(isThere: boolean): string | null {
  const [runId, setRunId] = useState<string | null>(null)
  useEffect(() => setRunId(/^#run-([0-9a-f-]{36})$/.exec(location.hash)?.[1] ?? null), [])
  useEffect(() => {
    if (isThere && runId) document.getElementById(`run-${runId}`)?.scrollIntoView({ block: 'center' })
  }, [isThere, runId])
  return runId
}
