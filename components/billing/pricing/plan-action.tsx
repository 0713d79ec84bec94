'use client'

import { useQuery } from '@tanstack/react-query'
import { meQuery } from '#components/account/queries.ts'
import { PlanRequestAction } from '#components/billing/plan-request.tsx'
import type { PlanInterval, PlanKey } from '#lib/billing/schema.ts'
import type { Me } from '#lib/workspaces/schema.ts'

/** The way to a plan for whoever is signed in. @param initial as the server saw it: nothing flashes. */
export function PlanAction({
  initial,
  planKey,
  interval,
}: {
  initial: Me
  planKey: PlanKey
  interval: PlanInterval
}) {
  const { data: me } = useQuery({ ...meQuery(initial.active.workspaceId), initialData: initial })
  return (
    <div className="flex flex-wrap gap-2">
      <PlanRequestAction me={me} planKey={planKey} interval={interval} />
    </div>
  )
}
