'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { meQuery } from '#components/account/queries.ts'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PLANS } from '#lib/billing/plans.ts'
import type { Feature, PlanKey } from '#lib/billing/schema.ts'

const FEATURE_NAMES: Record<Feature, string> = {
  ocr: 'Reading scanned pages',
  mindMap: 'Mind maps',
  apiKeys: 'API keys',
  members: 'Members',
}

/** Shows `children` where the workspace may use `feature`. A courtesy: the service decides again on every call. */
export function EntitlementGate({ feature, children }: { feature: Feature; children: ReactNode }) {
  const { data: me } = useQuery(meQuery(useWorkspace().id))

  if (!me) return null // neither the paid view nor the upsell may flash while the plan is unknown
  const { allowed, requiredPlan } = me.active.features[feature]
  return allowed ? children : <UpgradeNotice feature={feature} requiredPlan={requiredPlan} />
}

function UpgradeNotice({ feature, requiredPlan }: { feature: Feature; requiredPlan: PlanKey | undefined }) {
  const plan = requiredPlan ? PLANS[requiredPlan].name : 'another plan'
  return (
    <Notice
      tone="warning"
      announce={false}
      title={`${FEATURE_NAMES[feature]}: with ${plan}`}
      actions={
        <Button asChild size="small">
          <Link href="/#plans">Compare plans</Link>
        </Button>
      }
    >
      This plan cannot be bought yet. Everything else goes on as before.
    </Notice>
  )
}
