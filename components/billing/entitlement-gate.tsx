'use client'

import { LockKeyhole } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiProblem } from '#lib/api-client/index.ts'
import { FEATURE_NAMES } from '#lib/billing/plans.ts'
import type { Feature } from '#lib/billing/schema.ts'
import { usePaywall } from './paywall.tsx'
import { useFeature } from './use-feature.ts'

/**
 * Shows `children` where the workspace may use `feature`, else its name with the reason and the way to it. A courtesy: the
 * service decides again on every call.
 */
export function EntitlementGate({ feature, children }: { feature: Feature; children: ReactNode }) {
  const state = useFeature(feature)
  const openPaywall = usePaywall()
  if (!state) return null
  if (state.allowed) return children
  const { reason, requiredPlan } = state
  const explain = () =>
    openPaywall({ error: toRefused(feature, reason ?? '', requiredPlan), blocked: { what: 'feature' } })
  return (
    <button
      type="button"
      onClick={explain}
      className="flex items-start gap-2 rounded px-2 py-1.5 text-left text-ink-2 hover:bg-paper-2 hover:text-ink"
    >
      <LockKeyhole aria-hidden="true" size={14} className="mt-0.5 shrink-0" />
      <span>
        {FEATURE_NAMES[feature]}
        <small className="block text-ink-3 text-tiny">{reason}</small>
      </span>
    </button>
  )
}

/** What the service would answer. */
function toRefused(feature: Feature, detail: string, requiredPlan: string | undefined): ApiProblem {
  return new ApiProblem({
    type: 'about:blank',
    title: 'feature_not_in_plan',
    status: 402,
    detail,
    code: 'feature_not_in_plan',
    requestId: '',
    feature,
    requiredPlan,
  })
}
