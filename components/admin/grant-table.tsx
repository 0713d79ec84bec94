'use client'

import { useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { ActionsHeaderCell, Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import type { AdminGrant, AdminWorkspaceDetail } from '#lib/admin/schema.ts'
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
          <ActionsHeaderCell />
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
