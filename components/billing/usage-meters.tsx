'use client'

import { useQuery } from '@tanstack/react-query'
import { meQuery } from '#components/account/queries.ts'
import { Meter } from '#components/ui/progress.tsx'
import { PLANS } from '#lib/billing/plans.ts'
import type { Entitlements } from '#lib/billing/schema.ts'
import { toDay } from './day.ts'

/** Credits and pages of the workspace, and its plan. */
export function UsageMeters({ workspaceId }: { workspaceId: string }) {
  const { data: me } = useQuery(meQuery(workspaceId))
  if (!me) return <div aria-hidden="true" className="h-[6.5rem] border-rule border-t" />
  return <Meters entitlements={me.active} />
}

export function Meters({ entitlements }: { entitlements: Pick<Entitlements, 'plan' | 'limits' | 'usage'> }) {
  const { plan, limits, usage } = entitlements
  const { granted, used, held, purchased, resetsAt } = usage.credits
  return (
    <div className="grid gap-2 border-rule border-t px-2 pt-2.5 text-[0.78125rem] text-ink-2">
      <Meter label="Credits used" used={used + held} limit={granted + purchased} />
      <Meter label="Pages stored" used={usage.pages} limit={limits.pages} />
      <p className="text-ink-3">
        {PLANS[plan.key].name} plan · resets {toDay(resetsAt)}
      </p>
    </div>
  )
}
