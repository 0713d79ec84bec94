'use client'

import { useQuery } from '@tanstack/react-query'
import { meQuery } from '#components/account/queries.ts'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import type { Feature } from '#lib/billing/schema.ts'
import type { Me } from '#lib/workspaces/schema.ts'

/** Whether the workspace may use a feature, and why not; null while that is unknown: nothing may flash. */
export function useFeature(feature: Feature): Me['active']['features'][Feature] | null {
  const { data: me } = useQuery(meQuery(useWorkspace().id))
  return me?.active.features[feature] ?? null
}
