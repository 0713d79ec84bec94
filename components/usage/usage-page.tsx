'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { Tabs } from 'radix-ui'
import { useState } from 'react'
import { meQuery } from '#components/account/queries.ts'
import { personZone, toDay } from '#components/billing/day.ts'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { PLANS } from '#lib/billing/plans.ts'
import type { UsageGroup } from '#lib/usage/schema.ts'
import type { Me } from '#lib/workspaces/schema.ts'
import { BalanceReason } from './balance-reason.tsx'
import { EntryList } from './entry-list.tsx'
import { formatCredits } from './format.ts'
import { type PeriodKey, toDays } from './periods.ts'
import type { EntryFilter } from './queries.ts'
import { StoredMeters } from './stored-meters.tsx'
import { CsvLink, EntryFilters, PeriodField } from './usage-filters.tsx'
import { UsageSums } from './usage-sums.tsx'

const TABS = [
  { value: 'entries', label: 'Entries' },
  { value: 'day', label: 'By day' },
  { value: 'member', label: 'By member' },
  { value: 'action', label: 'By action' },
  { value: 'document', label: 'By document' },
] as const satisfies readonly { value: 'entries' | UsageGroup; label: string }[]

/** What is left, why, and what each credit went to. */
export function UsagePage({ workspaceId, slug }: { workspaceId: string; slug: string }) {
  const { data: me, error, refetch } = useQuery(meQuery(workspaceId))
  if (error && !me) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (!me) return <Skeleton rows={6} />
  return (
    <>
      <header>
        <h1 className="font-serif text-title tracking-[-0.012em]">{toHeading(me)}</h1>
        <p className="text-ink-2">{toSentence(me)}</p>
        <BalanceReason workspaceId={workspaceId} timeZone={personZone(me.user)} />
      </header>
      <StoredMeters entitlements={me.active} />
      <UsageTabs workspaceId={workspaceId} slug={slug} role={me.active.role} />
    </>
  )
}

function UsageTabs({
  workspaceId,
  slug,
  role,
}: {
  workspaceId: string
  slug: string
  role: Me['active']['role']
}) {
  const [period, setPeriod] = useState<PeriodKey>('30')
  const [filter, setFilter] = useEntryFilter()
  const seesAll = role === 'owner' || role === 'admin'
  const days = toDays(period, new Date())
  return (
    <Tabs.Root defaultValue="entries" className="mt-7">
      <Tabs.List
        aria-label="Use"
        className="flex gap-x-4 overflow-x-auto border-rule border-b text-small [scrollbar-width:none]"
      >
        {TABS.filter(({ value }) => seesAll || value !== 'member').map(({ value, label }) => (
          <Tabs.Trigger
            key={value}
            value={value}
            className="-mb-px min-h-9 shrink-0 border-transparent border-b-2 px-0.5 text-ink-2 outline-offset-[-2px] hover:text-ink data-[state=active]:border-ink data-[state=active]:font-[540] data-[state=active]:text-ink"
          >
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value="entries" tabIndex={-1} className="pt-3">
        <div className="mb-2 flex flex-wrap items-end gap-3">
          <EntryFilters workspaceId={workspaceId} seesAll={seesAll} filter={filter} onChange={setFilter} />
          <CsvLink workspaceId={workspaceId} filter={filter} />
        </div>
        <EntryList workspaceId={workspaceId} slug={slug} filter={filter} />
      </Tabs.Content>
      {TABS.map(({ value }) =>
        value === 'entries' ? null : (
          <Tabs.Content key={value} value={value} tabIndex={-1} className="pt-3">
            <div className="mb-4 flex flex-wrap items-end gap-3">
              <PeriodField value={period} onChange={setPeriod} />
              <CsvLink workspaceId={workspaceId} filter={days} label="Save entries as CSV" />
            </div>
            <UsageSums workspaceId={workspaceId} groupBy={value} days={days} />
          </Tabs.Content>
        ),
      )}
      <p className="mt-6 text-ink-3 text-tiny">
        Times are in your own zone. Days that are summed or chosen are counted in UTC.
      </p>
    </Tabs.Root>
  )
}

/** A receipt leads here with the conversation in the address. */
function useEntryFilter() {
  const conversationId = useSearchParams().get('conversation')
  return useState<EntryFilter>(conversationId ? { conversationId } : {})
}

function toHeading({ active }: Me): string {
  const { granted, used, held, purchased } = active.usage.credits
  const left = formatCredits(granted - used - held + purchased)
  return `${left} of ${formatCredits(granted + purchased)} credits left`
}

function toSentence({ user, active }: Me): string {
  const { held, resetsAt } = active.usage.credits
  const heldText = held > 0 ? ` ${formatCredits(held)} reserved for work under way.` : ''
  const plan = PLANS[active.plan.key].name
  return `Refusals and our own errors cost nothing.${heldText} The grant of the ${plan} plan is renewed on ${toDay(resetsAt, personZone(user), true)}.`
}
