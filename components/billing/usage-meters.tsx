'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { meQuery } from '#components/account/queries.ts'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { Meter } from '#components/ui/progress.tsx'
import { PLANS } from '#lib/billing/plans.ts'
import type { Me } from '#lib/workspaces/schema.ts'
import { personZone, toDay } from './day.ts'

/** What is left of the credits, what is stored, and the plan. */
export function UsageMeters() {
  const { id, slug } = useWorkspace()
  const { data: me } = useQuery(meQuery(id))
  if (!me) return <div aria-hidden="true" className="h-[8.5rem] border-rule border-t" />
  return <Meters me={me} slug={slug} />
}

export function Meters({ me, slug }: { me: Pick<Me, 'active' | 'user'>; slug: string }) {
  const { plan, limits, usage } = me.active
  const { granted, used, held, purchased, resetsAt } = usage.credits
  return (
    <div className="grid gap-2 border-rule border-t px-2 pt-2.5 text-[0.78125rem] text-ink-2">
      <Meter label="Credits left" used={used + held} limit={granted + purchased} countsLeft />
      <Meter label="Documents" used={usage.documents} limit={limits.documents} />
      <Meter label="Pages stored" used={usage.pages} limit={limits.pages} />
      <Link href={`/w/${slug}/usage`} className="text-accent underline-offset-3 hover:underline">
        {PLANS[plan.key].name} plan · credits reset {toDay(resetsAt, personZone(me.user))}
      </Link>
    </div>
  )
}

/** Where there is no room for meters: the credits, which every question takes from. */
export function CompactMeter() {
  const { id, slug } = useWorkspace()
  const { data: me } = useQuery(meQuery(id))
  if (!me) return null
  const { granted, used, held, purchased } = me.active.usage.credits
  return (
    <Link
      href={`/w/${slug}/usage`}
      className="ml-auto shrink-0 px-1.5 py-1 text-ink-2 text-small underline-offset-3 hover:underline"
    >
      <span className="tabular text-tiny">
        {format(Math.max(0, granted + purchased - used - held))} <span aria-hidden="true">/</span>
        <span className="sr-only">of</span> {format(granted + purchased)}
      </span>{' '}
      credits left
    </Link>
  )
}

function format(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 3 })
}
