'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { meQuery } from '#components/account/queries.ts'
import { WorkspaceProvider } from '#components/layout/workspace-context.tsx'
import type { Me } from '#lib/workspaces/schema.ts'
import { EntitlementGate } from './entitlement-gate.tsx'
import { makeMe, WORKSPACE } from './make-me.ts'
import { NoticeLines } from './plan-notices.tsx'
import { Meters } from './usage-meters.tsx'

const NOTICES: Me['active']['notices'] = [
  {
    key: 'credits.100',
    level: 'critical',
    dismissible: false,
    text: 'You have used all of the credits you have.',
  },
  {
    key: 'pages.95',
    level: 'warning',
    dismissible: false,
    text: 'You have used 96 % of the pages your plan stores.',
  },
  {
    key: 'documents.80',
    level: 'info',
    dismissible: true,
    text: 'You have used 80 % of the documents your plan holds.',
  },
]

/** Notices, meters and gates of a workspace on Free. */
export function BillingStates() {
  const [queryClient] = useState(() => {
    const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
    client.setQueryData(meQuery(WORKSPACE.id).queryKey, makeMe())
    return client
  })
  return (
    <QueryClientProvider client={queryClient}>
      <WorkspaceProvider workspace={WORKSPACE} userId={makeMe().user.id}>
        <div className="mb-8">
          <NoticeLines notices={NOTICES} slug={WORKSPACE.slug} timeZone="UTC" onDismiss={() => {}} />
        </div>
        <div className="mb-12 grid max-w-md gap-6">
          <div className="w-52">
            <Meters me={makeMe()} slug={WORKSPACE.slug} />
          </div>
          <EntitlementGate feature="ocr">Reading scanned pages is allowed here.</EntitlementGate>
          <EntitlementGate feature="mindMap">never seen on Free</EntitlementGate>
        </div>
      </WorkspaceProvider>
    </QueryClientProvider>
  )
}
