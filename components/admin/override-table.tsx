'use client'

import { ActionsHeaderCell, Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import type { AdminOverride, AdminWorkspaceDetail } from '#lib/admin/schema.ts'
import { ChangeDialog } from './change-dialog.tsx'
import { formatDate, formatNumber, nameOf } from './format.ts'
import { useStaffChange } from './queries.ts'

/** What was agreed beside the plan, and what has ended of it. */
export function OverrideTable({ workspace }: { workspace: AdminWorkspaceDetail }) {
  if (workspace.overrides.length === 0) {
    return <p className="text-ink-2 text-small">The figures of the plan hold.</p>
  }
  return (
    <Table>
      <caption className="sr-only">Overrides of this workspace, the last made first</caption>
      <thead>
        <tr>
          <HeaderCell>What</HeaderCell>
          <HeaderCell>Change</HeaderCell>
          <HeaderCell>Reason</HeaderCell>
          <HeaderCell>By</HeaderCell>
          <HeaderCell>Until</HeaderCell>
          <HeaderCell>State</HeaderCell>
          <ActionsHeaderCell />
        </tr>
      </thead>
      <tbody>
        {workspace.overrides.map((override) => (
          <tr key={override.id} className={override.state === 'active' ? '' : 'text-ink-3'}>
            <Cell>{nameOf(override.key)}</Cell>
            <Cell className="whitespace-nowrap">{changeOf(override)}</Cell>
            <Cell className="min-w-40 break-words">{override.reason}</Cell>
            <Cell>{override.grantedBy ?? '–'}</Cell>
            <Cell className="whitespace-nowrap">
              {override.expiresAt ? formatDate(override.expiresAt) : 'it is ended'}
            </Cell>
            <Cell>{override.state}</Cell>
            <Cell>
              {(override.state === 'active' || override.state === 'planned') && (
                <RevokeOverride workspaceId={workspace.id} override={override} />
              )}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function RevokeOverride({ workspaceId, override }: { workspaceId: string; override: AdminOverride }) {
  const change = useStaffChange(() => `/api/admin/workspaces/${workspaceId}/overrides/${override.id}`, {
    method: 'delete',
    body: (input: { reason: string }) => input,
  })
  return (
    <ChangeDialog
      button="End"
      buttonProps={{ variant: 'link' }}
      title="End the override"
      effect="The plan’s own figure holds from now on. Credits that it gave for this month stay until the month ends."
      action="End the override"
      done="The override has ended."
      change={change}
      input={(reason) => ({ reason })}
    />
  )
}

function changeOf({ op, value }: AdminOverride): string {
  if (op === 'deny') return 'taken away'
  if (typeof value === 'boolean') return value ? 'allowed' : 'not allowed'
  if (value === null) return 'no limit'
  return op === 'add' ? `${value < 0 ? '−' : '+'}${formatNumber(Math.abs(value))}` : formatNumber(value)
}
