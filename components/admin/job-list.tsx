'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LoadMore } from '#components/ui/load-more.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { ActionsHeaderCell, Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import type { FailedJob } from '#lib/admin/schema.ts'
import { ChangeDialog } from './change-dialog.tsx'
import { formatInstant } from './format.ts'
import { PageHeading } from './page-heading.tsx'
import { jobsQuery, useStaffChange } from './queries.ts'

/** Work that has used up its tries: which, since when, and once more. */
export function JobList() {
  const list = useInfiniteQuery(jobsQuery())
  const jobs = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <PageHeading title="Failed jobs">
        Ids and the class of the error; the worker’s log says more under the id of the job.
      </PageHeading>
      {list.error && <ProblemNotice error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton rows={4} />}
      {list.data && jobs.length === 0 && <EmptyState title="No job has used up its tries" />}
      {jobs.length > 0 && (
        <Table>
          <caption className="sr-only">Failed jobs, the last to fail first</caption>
          <thead>
            <tr>
              <HeaderCell>Failed (UTC)</HeaderCell>
              <HeaderCell>Queue</HeaderCell>
              <HeaderCell>Error</HeaderCell>
              <HeaderCell numeric>Tries</HeaderCell>
              <HeaderCell>About</HeaderCell>
              <ActionsHeaderCell />
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </tbody>
        </Table>
      )}
      <LoadMore list={list} />
    </>
  )
}

function JobRow({ job }: { job: FailedJob }) {
  const change = useStaffChange(() => `/api/admin/jobs/${job.id}/retry`, {
    body: (input: { reason: string }) => input,
  })
  return (
    <tr>
      <Cell className="whitespace-nowrap">{formatInstant(job.failedAt)}</Cell>
      <Cell>{job.name}</Cell>
      <Cell>{job.errorClass}</Cell>
      <Cell numeric>{job.tries}</Cell>
      <Cell>
        {Object.entries({ job: job.id, ...job.ids }).map(([name, id]) => (
          <span key={name} className="block whitespace-nowrap text-ink-2 text-tiny">
            {name} <span className="tabular">{id}</span>
          </span>
        ))}
      </Cell>
      <Cell>
        <ChangeDialog
          button="Try again"
          title="Try the job again"
          effect="A worker takes it up within a second, for one more try."
          action="Try it again"
          done="The job is in the line again."
          change={change}
          input={(reason) => ({ reason })}
        />
      </Cell>
    </tr>
  )
}
