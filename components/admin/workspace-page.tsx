'use client'

import { useQuery } from '@tanstack/react-query'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { statusOf } from '#components/layout/problem-text.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import type { AdminWorkspaceDetail } from '#lib/admin/schema.ts'
import { PLANS } from '#lib/billing/plans.ts'
import { ACCESS_NAMES } from './access-names.ts'
import { AuditTable } from './audit-list.tsx'
import { formatDate, formatInstant, formatLimit, formatNumber, nameOf } from './format.ts'
import { GrantTable } from './grant-table.tsx'
import { OverrideTable } from './override-table.tsx'
import { PageHeading, SectionHeading } from './page-heading.tsx'
import { PlanRequestTable } from './plan-request-list.tsx'
import { workspaceQuery } from './queries.ts'
import { GrantDialog, HoldDialog, OverrideDialog, PlanDialog } from './workspace-actions.tsx'
import { WorkspaceLedger } from './workspace-ledger.tsx'

/** One account: what it is and may do, its credits, its ledger, and what was refused to it. */
export function WorkspacePage({ id }: { id: string }) {
  const { data: workspace, error, isPending, refetch } = useQuery(workspaceQuery(id))
  if (isPending) return <Skeleton rows={8} />
  if (error && statusOf(error) === 404) {
    return <EmptyState title="There is no such workspace">It may have been deleted.</EmptyState>
  }
  if (error) return <ProblemNotice error={error} onRetry={() => refetch()} />
  return (
    <>
      <PageHeading title={workspace.name}>
        {workspace.slug} · made on {formatDate(workspace.createdAt)}
      </PageHeading>
      {workspace.holdReason !== null && (
        <Notice tone="critical" title="On hold" announce={false} className="mb-4">
          {workspace.holdReason}
        </Notice>
      )}
      <Standing workspace={workspace} />
      <section aria-labelledby="credits">
        <SectionHeading id="credits" aside={<GrantDialog workspace={workspace} />}>
          Credits
        </SectionHeading>
        <GrantTable workspace={workspace} />
      </section>
      <section aria-labelledby="overrides">
        <SectionHeading id="overrides" aside={<OverrideDialog workspace={workspace} />}>
          Overrides
        </SectionHeading>
        <OverrideTable workspace={workspace} />
      </section>
      {workspace.planRequests.length > 0 && (
        <section aria-labelledby="requests">
          <SectionHeading id="requests">Plan requests</SectionHeading>
          <PlanRequestTable requests={workspace.planRequests} />
        </section>
      )}
      <section aria-labelledby="denials">
        <SectionHeading id="denials">Denials</SectionHeading>
        <Denials workspace={workspace} />
      </section>
      <section aria-labelledby="audit">
        <SectionHeading id="audit">What staff did here</SectionHeading>
        <AuditTable workspaceId={id} />
      </section>
      <section aria-labelledby="ledger">
        <SectionHeading id="ledger">Ledger</SectionHeading>
        <WorkspaceLedger id={id} />
      </section>
    </>
  )
}

function Standing({ workspace }: { workspace: AdminWorkspaceDetail }) {
  const { limits, features, owners, planKey, planVersion, seats, access, validUntil, graceStartedAt } =
    workspace
  const facts: [string, string][] = [
    ['Plan', `${PLANS[planKey].name}, version ${planVersion}${seats > 1 ? `, ${seats} seats` : ''}`],
    ['State', ACCESS_NAMES[access]],
    ['Months begin on', `day ${new Date(workspace.anchorAt).getUTCDate()}`],
    ['Stored', `${formatNumber(workspace.documents)} documents, ${formatNumber(workspace.pages)} pages`],
    ['Seats taken', formatNumber(workspace.storedSeats)],
    ['Features', features.length > 0 ? features.map(nameOf).join(', ') : 'none beside asking'],
    ['Owners and admins', owners.map(({ email }) => email).join(', ') || 'nobody'],
    ...(graceStartedAt ? [['Grace since', formatInstant(graceStartedAt)] satisfies [string, string]] : []),
    ...(validUntil ? [['Next change', formatInstant(validUntil)] satisfies [string, string]] : []),
  ]
  return (
    <section aria-labelledby="standing">
      <SectionHeading
        id="standing"
        aside={
          <div className="flex flex-wrap gap-2">
            {/* A new plan is a new form. */}
            <PlanDialog key={`${planKey}${seats}`} workspace={workspace} />
            <HoldDialog workspace={workspace} />
          </div>
        }
      >
        Plan and access
      </SectionHeading>
      <div className="grid gap-x-10 gap-y-2 lg:grid-cols-2">
        <FactList facts={facts} />
        <FactList
          facts={Object.entries(limits).map(([key, value]) => [nameOf(key), formatLimit(key, value)])}
        />
      </div>
    </section>
  )
}

function FactList({ facts }: { facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className="text-small">
      {facts.map(([name, value]) => (
        <div key={name} className="grid grid-cols-[10rem_minmax(0,1fr)] gap-3 border-rule border-b py-1.5">
          <dt className="text-ink-2">{name}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Denials({ workspace: { denials } }: { workspace: AdminWorkspaceDetail }) {
  if (denials.length === 0) return <p className="text-ink-2 text-small">Nothing was refused here.</p>
  return (
    <Table>
      <caption className="sr-only">What was refused to this workspace, by day</caption>
      <thead>
        <tr>
          <HeaderCell>Day</HeaderCell>
          <HeaderCell>Code</HeaderCell>
          <HeaderCell>About</HeaderCell>
          <HeaderCell>Plan</HeaderCell>
          <HeaderCell numeric>Times</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {denials.map(({ day, code, subject, planKey, count }) => (
          <tr key={`${day}${code}${subject}${planKey}`}>
            <Cell className="whitespace-nowrap">{formatDate(day)}</Cell>
            <Cell>{code}</Cell>
            <Cell>{nameOf(subject)}</Cell>
            <Cell>{planKey}</Cell>
            <Cell numeric>{formatNumber(count)}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
