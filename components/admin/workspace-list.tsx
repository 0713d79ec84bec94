'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useId, useState } from 'react'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LoadMore } from '#components/ui/load-more.tsx'
import { SelectField } from '#components/ui/select-field.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import type { AdminWorkspace } from '#lib/admin/schema.ts'
import { PLANS } from '#lib/billing/plans.ts'
import { PLAN_KEYS } from '#lib/billing/schema.ts'
import { ACCESS_NAMES } from './access-names.ts'
import { formatDate, formatNumber } from './format.ts'
import { PageHeading } from './page-heading.tsx'
import { workspaceListQuery } from './queries.ts'
import { useSearch } from './use-search.ts'

const ANY = { value: '', label: 'Any' }
const PLAN_OPTIONS = [ANY, ...PLAN_KEYS.map((value) => ({ value, label: PLANS[value].name }))]
const ACCESS_OPTIONS = [ANY, ...Object.entries(ACCESS_NAMES).map(([value, label]) => ({ value, label }))]

/** All workspaces, found by what one knows of them. */
export function WorkspaceList() {
  const [search, change] = useSearch()
  const filter = {
    q: search.get('q') ?? '',
    plan: search.get('plan') ?? '',
    access: search.get('access') ?? '',
  }
  const list = useInfiniteQuery(workspaceListQuery(filter))
  const workspaces = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <PageHeading title="Workspaces">Accounts and what they hold; never what stands in it.</PageHeading>
      <div className="mb-5 flex flex-wrap items-end gap-3">
        <SearchField key={filter.q} value={filter.q} onSearch={(q) => change({ q })} />
        <SelectField
          label="Plan"
          options={PLAN_OPTIONS}
          value={filter.plan}
          onChange={(event) => change({ plan: event.target.value })}
          className="w-32"
        />
        <SelectField
          label="State"
          options={ACCESS_OPTIONS}
          value={filter.access}
          onChange={(event) => change({ access: event.target.value })}
          className="w-36"
        />
      </div>
      {list.error && <ProblemNotice error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton rows={5} />}
      {list.data && workspaces.length === 0 && (
        <EmptyState title="No workspace like that">Look for less, or for another plan or state.</EmptyState>
      )}
      {workspaces.length > 0 && <WorkspaceTable workspaces={workspaces} />}
      <LoadMore list={list} />
    </>
  )
}

function SearchField({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const id = useId()
  const [draft, setDraft] = useState(value)
  return (
    <search className="min-w-0 flex-1 basis-64">
      <form
        className="grid gap-1.5"
        onSubmit={(event) => {
          event.preventDefault()
          onSearch(draft.trim())
        }}
      >
        <label htmlFor={id} className="font-[540] text-small">
          Name, address, owner’s e-mail or id
        </label>
        <div className="flex gap-2">
          <input
            id={id}
            type="search"
            value={draft}
            maxLength={200}
            onChange={(event) => setDraft(event.target.value)}
            className="h-8 w-full min-w-0 rounded border border-edge bg-raised px-2 text-small hover:border-ink-3"
          />
          <Button type="submit">Search</Button>
        </div>
      </form>
    </search>
  )
}

function WorkspaceTable({ workspaces }: { workspaces: readonly AdminWorkspace[] }) {
  return (
    <Table>
      <caption className="sr-only">Workspaces, the newest first</caption>
      <thead>
        <tr>
          <HeaderCell>Name</HeaderCell>
          <HeaderCell>Owner</HeaderCell>
          <HeaderCell>Plan</HeaderCell>
          <HeaderCell>State</HeaderCell>
          <HeaderCell numeric>Members</HeaderCell>
          <HeaderCell numeric>Documents</HeaderCell>
          <HeaderCell numeric>Pages</HeaderCell>
          <HeaderCell>Made</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {workspaces.map((workspace) => (
          <tr key={workspace.id}>
            <Cell className="max-w-60">
              <Link
                href={`/admin/workspaces/${workspace.id}`}
                className="block truncate text-accent underline underline-offset-3"
              >
                {workspace.name}
              </Link>
              <span className="block truncate text-ink-3 text-tiny">{workspace.slug}</span>
            </Cell>
            <Cell className="max-w-56 truncate">{workspace.ownerEmail ?? 'nobody'}</Cell>
            <Cell>{PLANS[workspace.planKey].name}</Cell>
            <Cell className={workspace.access === 'full' ? '' : 'text-warn'}>
              {ACCESS_NAMES[workspace.access]}
            </Cell>
            <Cell numeric>{formatNumber(workspace.members)}</Cell>
            <Cell numeric>{formatNumber(workspace.documents)}</Cell>
            <Cell numeric>{formatNumber(workspace.pages)}</Cell>
            <Cell className="whitespace-nowrap">{formatDate(workspace.createdAt)}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
