'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { toDay } from '#components/billing/day.ts'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import type { UsageBalance } from '#lib/usage/schema.ts'
import { formatCredits } from './format.ts'
import { balanceQuery } from './queries.ts'

/** Why the balance is what it is, asked for when somebody wants to know. */
export function BalanceReason({ workspaceId, timeZone }: { workspaceId: string; timeZone: string }) {
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useQuery({ ...balanceQuery(workspaceId), enabled: open })
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)} className="mt-3 text-small">
      <summary className="w-fit cursor-pointer rounded-sm text-accent underline-offset-3 hover:underline">
        Why is my balance this?
      </summary>
      <div className="mt-2 max-w-2xl">
        {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton rows={2} />}
        {data && <BalanceTable balance={data} timeZone={timeZone} />}
      </div>
    </details>
  )
}

function BalanceTable({ balance, timeZone }: { balance: UsageBalance; timeZone: string }) {
  const { parts, left, held } = balance
  return (
    <>
      <p className="mb-1 text-ink-2">{explain(balance)}</p>
      <Table>
        <caption className="sr-only">Credits that hold now, in the order in which they are spent</caption>
        <thead>
          <tr>
            <HeaderCell>Credits</HeaderCell>
            <HeaderCell numeric>Given</HeaderCell>
            <HeaderCell numeric>Used</HeaderCell>
            <HeaderCell numeric>Reserved for work under way</HeaderCell>
            <HeaderCell numeric>Withdrawn by us</HeaderCell>
            <HeaderCell numeric>Left</HeaderCell>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={`${part.title}-${part.startsAt}`}>
              <Cell>
                {part.title}
                <span className="block text-ink-3 text-tiny">
                  {part.expiresAt ? `until ${toDay(part.expiresAt, timeZone)}` : 'no end'}
                </span>
              </Cell>
              <Cell numeric>{formatCredits(part.given)}</Cell>
              <Cell numeric>{formatCredits(part.used)}</Cell>
              <Cell numeric>{formatCredits(part.held)}</Cell>
              <Cell numeric>{formatCredits(part.revoked)}</Cell>
              <Cell numeric>{formatCredits(part.left)}</Cell>
            </tr>
          ))}
          <tr className="font-[560]">
            <th scope="row" className="border-rule border-b py-2.5 pr-3 text-left font-[560]">
              All
            </th>
            <Cell numeric>{formatCredits(sum(parts, 'given'))}</Cell>
            <Cell numeric>{formatCredits(sum(parts, 'used'))}</Cell>
            <Cell numeric>{formatCredits(held)}</Cell>
            <Cell numeric>{formatCredits(sum(parts, 'revoked'))}</Cell>
            <Cell numeric>{formatCredits(left)}</Cell>
          </tr>
        </tbody>
      </Table>
    </>
  )
}

/** Left = given − used − reserved − withdrawn, as a sentence. */
function explain({ parts, left, held }: UsageBalance): string {
  const revoked = sum(parts, 'revoked')
  return [
    `${formatCredits(sum(parts, 'given'))} given − ${formatCredits(sum(parts, 'used'))} used`,
    held > 0 ? ` − ${formatCredits(held)} reserved for work under way` : '',
    revoked > 0 ? ` − ${formatCredits(revoked)} withdrawn by us` : '',
    ` = ${formatCredits(left)} left. They are spent from the top of this list.`,
  ].join('')
}

function sum(parts: UsageBalance['parts'], key: 'given' | 'used' | 'revoked'): number {
  return parts.reduce((mc, part) => mc + Math.round(part[key] * 1_000), 0) / 1_000
}
