'use client'

import { useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx'
import type { AdminGrant, AdminOverride, AdminWorkspaceDetail } from '#lib/admin/schema.ts'
import { ChangeDialog } from './change-dialog.tsx'
import { formatDate, formatNumber, nameOf } from './format.ts'
import { useStaffChange } from './queries.ts'

/** Where the credits of a workspace come from and what is left of each. */
export function GrantTable({ workspace }: { workspace: AdminWorkspaceDetail }) {
  return (
    <Table>
      <caption className="sr-only">Credits of this workspace, the last given first</caption>
      <thead>
        <tr>
          <HeaderCell>From</HeaderCell>
          <HeaderCell numeric>Given</HeaderCell>
          <HeaderCell numeric>Used</HeaderCell>
          <HeaderCell numeric>Held</HeaderCell>
          <HeaderCell numeric>Taken back</HeaderCell>
          <HeaderCell numeric>Left</HeaderCell>
          <HeaderCell>Since</HeaderCell>
          <HeaderCell>Until</HeaderCell>
          <HeaderCell>
            <VisuallyHidden>Actions</VisuallyHidden>
          </HeaderCell>
        </tr>
      </thead>
      <tbody>
        {workspace.grants.map((grant) => (
          <tr key={grant.id}>
            <Cell className="whitespace-nowrap">{nameOf(`grant.${grant.source}`)}</Cell>
            <Cell numeric>{formatNumber(grant.credits)}</Cell>
            <Cell numeric>{formatNumber(grant.used)}</Cell>
            <Cell numeric>{formatNumber(grant.held)}</Cell>
            <Cell numeric>{formatNumber(grant.revoked)}</Cell>
            <Cell numeric>{formatNumber(grant.available)}</Cell>
            <Cell className="whitespace-nowrap">{formatDate(grant.startsAt)}</Cell>
            <Cell className="whitespace-nowrap">
              {grant.expiresAt ? formatDate(grant.expiresAt) : 'they are spent'}
            </Cell>
            <Cell>{grant.available > 0 && <RevokeGrant workspaceId={workspace.id} grant={grant} />}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function RevokeGrant({ workspaceId, grant }: { workspaceId: string; grant: AdminGrant }) {
  const change = useStaffChange(() => `/api/admin/workspaces/${workspaceId}/grants/${grant.id}/revoke`, {
    body: (input: { reason: string; credits?: number }) => input,
  })
  const [credits, setCredits] = useState('')
  const isMonth = grant.source === 'plan'
  return (
    <ChangeDialog
      button="Take back"
      buttonProps={{ variant: 'link' }}
      title="Take the credits back"
      effect={`Of ${formatNumber(grant.available)} credits; they are gone at once. What was used stays used.`}
      action="Take them back"
      done="The credits were taken back."
      change={change}
      input={(reason) => {
        if (credits.trim() === '') return isMonth ? null : { reason }
        return Number(credits) > 0 ? { reason, credits: Number(credits) } : null
      }}
    >
      <Field
        label={isMonth ? 'Credits' : 'Credits (empty: all)'}
        inputMode="decimal"
        value={credits}
        onChange={(event) => setCredits(event.target.value)}
      />
    </ChangeDialog>
  )
}

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
          <HeaderCell>
            <VisuallyHidden>Actions</VisuallyHidden>
          </HeaderCell>
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
