'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { LoadMore } from '#components/ui/load-more.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import type { AdminAuditEntry } from '#lib/admin/schema.ts'
import { describeChanges } from './describe-changes.ts'
import { formatInstant } from './format.ts'
import { PageHeading } from './page-heading.tsx'
import { auditQuery } from './queries.ts'

const ACTIONS: Record<string, string> = {
  'staff.claimed': 'Became staff by the printed link',
  'staff.link_renewed': 'Made a new link for staff',
  'staff.viewed': 'Looked at the account',
  'staff.exported': 'Saved figures to a file',
  'staff.plan_changed': 'Changed the plan',
  'staff.credits_granted': 'Gave credits',
  'staff.credits_revoked': 'Took credits back',
  'staff.override_added': 'Added an override',
  'staff.override_revoked': 'Ended an override',
  'staff.hold_set': 'Put on hold',
  'staff.hold_lifted': 'Lifted the hold',
  'staff.plan_request_granted': 'Granted a plan request',
  'staff.plan_request_declined': 'Declined a plan request',
  'staff.job_retried': 'Tried a job again',
}

/** What staff have done, everywhere. */
export function AuditList() {
  return (
    <>
      <PageHeading title="Audit log">What staff have done. Nobody can change or remove an entry.</PageHeading>
      <AuditTable />
    </>
  )
}

/** The last entries, of one workspace or of all. */
export function AuditTable({ workspaceId }: { workspaceId?: string }) {
  const list = useInfiniteQuery(auditQuery(workspaceId))
  if (list.isPending) return <Skeleton rows={4} />
  if (list.error) return <ProblemNotice error={list.error} onRetry={() => list.refetch()} />
  const entries = list.data.pages.flatMap(({ items }) => items)
  if (entries.length === 0) return <p className="text-ink-2 text-small">Nothing yet.</p>
  return (
    <>
      <Table>
        <caption className="sr-only">What staff have done, the last first</caption>
        <thead>
          <tr>
            <HeaderCell>When (UTC)</HeaderCell>
            <HeaderCell>Who</HeaderCell>
            <HeaderCell>What</HeaderCell>
            {!workspaceId && <HeaderCell>Workspace</HeaderCell>}
            <HeaderCell>Why</HeaderCell>
            <HeaderCell>Change</HeaderCell>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRow key={entry.id} entry={entry} withWorkspace={!workspaceId} />
          ))}
        </tbody>
      </Table>
      <LoadMore list={list} />
    </>
  )
}

function EntryRow({ entry, withWorkspace }: { entry: AdminAuditEntry; withWorkspace: boolean }) {
  const { at, actorEmail, action, reason, workspaceId, workspaceName, before, after } = entry
  const isOfTerminal = action === 'staff.link_renewed'
  return (
    <tr>
      <Cell className="whitespace-nowrap">{formatInstant(at)}</Cell>
      <Cell className="max-w-48 truncate">
        {actorEmail ?? (isOfTerminal ? 'the terminal' : 'somebody deleted')}
      </Cell>
      <Cell className="min-w-36">{ACTIONS[action] ?? action}</Cell>
      {withWorkspace && (
        <Cell className="max-w-48 truncate">
          {isOfTerminal ? (
            workspaceName
          ) : (
            <Link
              href={`/admin/workspaces/${workspaceId}`}
              className="text-accent underline underline-offset-3"
            >
              {workspaceName}
            </Link>
          )}
        </Cell>
      )}
      <Cell className="min-w-36 break-words">{reason ?? '–'}</Cell>
      <Cell className="min-w-48">
        {describeChanges(before, after).map((line) => (
          <span key={line} className="block break-words text-ink-2 text-tiny">
            {line}
          </span>
        ))}
      </Cell>
    </tr>
  )
}
