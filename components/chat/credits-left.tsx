'use client'

import { useQuery } from '@tanstack/react-query'
import { meQuery } from '#components/account/queries.ts'
import { personZone } from '#components/billing/day.ts'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { describeCreditsLeft } from './composer-credits.ts'

/** A quiet line under the question, once nearly all credits are used. */
export function CreditsLeft() {
  const { data: me } = useQuery(meQuery(useWorkspace().id))
  const text = me ? describeCreditsLeft(me.active.usage.credits, personZone(me.user)) : null
  return text ? <p className="tabular mt-1.5 text-ink-3 text-small">{text}</p> : null
}
