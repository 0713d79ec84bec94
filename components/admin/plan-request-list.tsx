'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LoadMore } from '#components/ui/load-more.tsx'
import { SelectField } from '#components/ui/select-field.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx'
import type { AdminPlanRequest } from '#lib/admin/schema.ts'
import { PLANS } from '#lib/billing/plans.ts'
import { ChangeDialog } from './change-dialog.tsx'
import { formatInstant } from './format.ts'
import { PageHeading } from './page-heading.tsx'
import { planRequestsQuery, useStaffChange } from './queries.ts'
import { useSearch } from './use-search.ts'

const STATES = [
  { value: 'open', label: 'Waiting' },
  { value: 'decided', label: 'Answered' },
]

/** Who wants another plan, the longest wait first. */
export function PlanRequestList() {
  const [search, change] = useSearch()
  const status = search.get('status') === 'decided' ? 'decided' : 'open'
  const list = useInfiniteQuery(planRequestsQuery(status))
  const requests = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <PageHeading
        title="Plan requests"
        aside={
          <SelectField
            label="Show"
            value={status}
            options={STATES}
            onChange={(event) => change({ status: event.target.value })}
            className="w-36"
          />
        }
      >
        Granted ones hold at once; whoever asked is told by mail either way.
      </PageHeading>
      {list.error && <ProblemNotice error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton rows={4} />}
      {list.data && requests.length === 0 && (
        <EmptyState title={status === 'open' ? 'Nobody is waiting' : 'Nothing was answered yet'} />
      )}
      {requests.length > 0 && <PlanRequestTable requests={requests} />}
      <LoadMore list={list} />
    </>
  )
}

export function PlanRequestTable({ requests }: { requests: readonly AdminPlanRequest[] }) {
  return (
    <Table>
      <caption className="sr-only">Plan requests</caption>
      <thead>
        <tr>
          <HeaderCell>Asked (UTC)</HeaderCell>
          <HeaderCell>Workspace</HeaderCell>
          <HeaderCell>Wish</HeaderCell>
          <HeaderCell>Note</HeaderCell>
          <HeaderCell>
            <VisuallyHidden>Answer</VisuallyHidden>
          </HeaderCell>
        </tr>
      </thead>
      <tbody>
        {requests.map((request) => (
          <tr key={request.id}>
            <Cell className="whitespace-nowrap">{formatInstant(request.requestedAt)}</Cell>
            <Cell className="max-w-56">
              <Link
                href={`/admin/workspaces/${request.workspaceId}`}
                className="block truncate text-accent underline underline-offset-3"
              >
                {request.workspaceName}
              </Link>
              <span className="block truncate text-ink-3 text-tiny">{request.requestedBy ?? 'deleted'}</span>
            </Cell>
            <Cell>
              {PLANS[request.currentPlan].name} → {wishOf(request)}
            </Cell>
            <Cell className="min-w-40 max-w-80 whitespace-pre-wrap break-words">{request.note ?? '–'}</Cell>
            <Cell>
              {request.status === 'open' ? <Decide request={request} /> : <Decision request={request} />}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function Decide({ request }: { request: AdminPlanRequest }) {
  const path = () => `/api/admin/plan-requests/${request.id}/decide`
  const body = (input: { decision: string; reply: string }) => input
  const grant = useStaffChange(path, { body })
  const decline = useStaffChange(path, { body })
  return (
    <div className="flex gap-2">
      <ChangeDialog
        button="Grant"
        buttonProps={{ variant: 'primary' }}
        title={`Grant ${PLANS[request.planKey].name}`}
        effect={`${request.workspaceName} is on ${wishOf(request)} at once. Nothing is charged here: see to the payment yourself.`}
        action="Grant it"
        done={`${request.workspaceName} is on ${PLANS[request.planKey].name}.`}
        reasonLabel="A word to whoever asked (optional)"
        reasonOptional
        change={grant}
        input={(reply) => ({ decision: 'granted', reply })}
      />
      <ChangeDialog
        button="Decline"
        title="Decline the request"
        effect={`${request.workspaceName} stays on ${PLANS[request.currentPlan].name}. Whoever asked reads your answer.`}
        action="Decline it"
        done="The request was declined."
        reasonLabel="Your answer to whoever asked"
        change={decline}
        input={(reply) => ({ decision: 'declined', reply })}
      />
    </div>
  )
}

function Decision({ request }: { request: AdminPlanRequest }) {
  return (
    <>
      <span className="capitalize">{request.status}</span>
      {request.decidedAt && (
        <span className="block text-ink-3 text-tiny">
          {formatInstant(request.decidedAt)} by {request.decidedBy ?? 'somebody deleted'}
        </span>
      )}
      {request.reply && <span className="block max-w-72 break-words text-ink-2">{request.reply}</span>}
    </>
  )
}

function wishOf({ planKey, seats, interval }: AdminPlanRequest): string {
  const plan = PLANS[planKey]
  return `${plan.name}${plan.perSeat ? ` with ${seats} seats` : ''}, paid by the ${interval}`
}
