'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import * as z from 'zod'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import type { AdminCheck } from '#lib/admin/schema.ts'
import { formatInstant, formatNumber } from './format.ts'
import { PageHeading } from './page-heading.tsx'
import { checksQuery } from './queries.ts'

/** Whether the books balance, by the last run of every check. */
export function CheckList() {
  const { data, error, isPending, refetch } = useQuery(checksQuery())
  return (
    <>
      <PageHeading title="Checks">The last result of every check that the books balance.</PageHeading>
      {error && <ProblemNotice error={error} onRetry={() => refetch()} />}
      {isPending && <Skeleton rows={5} />}
      {data?.items.length === 0 && (
        <EmptyState title="No check has run yet">The worker runs them by itself, again and again.</EmptyState>
      )}
      {data && data.items.length > 0 && (
        <Table>
          <caption className="sr-only">Checks, the broken ones first</caption>
          <thead>
            <tr>
              <HeaderCell>Check</HeaderCell>
              <HeaderCell>Result</HeaderCell>
              <HeaderCell>Since (UTC)</HeaderCell>
              <HeaderCell>Last run (UTC)</HeaderCell>
              <HeaderCell numeric>Took</HeaderCell>
            </tr>
          </thead>
          <tbody>
            {data.items.map((check) => (
              <CheckRow key={check.checkKey} check={check} />
            ))}
          </tbody>
        </Table>
      )}
    </>
  )
}

function CheckRow({ check }: { check: AdminCheck }) {
  return (
    <tr>
      <Cell>{check.checkKey}</Cell>
      <Cell className="min-w-48">
        {check.ok ? (
          <span className="text-ok">Holds</span>
        ) : (
          <span className="font-[540] text-bad">
            Broken: {formatNumber(check.violations)} {check.violations === 1 ? 'place' : 'places'}
          </span>
        )}
        {!check.ok && check.sample.length > 0 && (
          <ul className="mt-1 text-ink-2 text-tiny">
            {check.sample.map((place) => (
              <li key={JSON.stringify(place)} className="tabular break-words">
                <Place place={place} />
              </li>
            ))}
          </ul>
        )}
      </Cell>
      <Cell className="whitespace-nowrap">{formatInstant(check.since)}</Cell>
      <Cell className="whitespace-nowrap">{formatInstant(check.ranAt)}</Cell>
      <Cell numeric className="whitespace-nowrap">
        {formatNumber(check.durationMs)} ms
      </Cell>
    </tr>
  )
}

/** Where a check found its rule broken; the account is one click away where it is known. */
function Place({ place }: { place: unknown }) {
  const known = placeSchema.safeParse(place)
  if (!known.success) return typeof place === 'string' ? place : JSON.stringify(place)
  const { detail, workspaceId } = known.data
  if (!workspaceId) return detail
  return (
    <>
      {detail}{' '}
      <Link href={`/admin/workspaces/${workspaceId}`} className="text-accent underline underline-offset-3">
        workspace
      </Link>
    </>
  )
}

const placeSchema = z.object({ detail: z.string(), workspaceId: z.string().nullish() })
