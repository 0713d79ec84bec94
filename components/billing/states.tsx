'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { meQuery } from '#components/account/queries.ts'
import { WorkspaceProvider } from '#components/layout/workspace-context.tsx'
import type { Me } from '#lib/workspaces/schema.ts'
import { EntitlementGate } from './entitlement-gate.tsx'
import { NoticeLines } from './plan-notices.tsx'
import { Meters } from './usage-meters.tsx'

const WORKSPACE = { id: '019c0000-0000-7000-8000-0000000000f1', slug: 'heron', name: 'Heron Research' }

export function makeMe(): Me {
  return {
    user: {
      id: '019c0000-0000-7000-8000-0000000000b1',
      email: 'ada@example.org',
      name: 'Ada',
      emailVerified: true,
      isStaff: false,
      locale: 'en',
      timeZone: 'Europe/London',
    },
    workspaces: [{ ...WORKSPACE, role: 'owner' }],
    active: {
      workspaceId: WORKSPACE.id,
      role: 'owner',
      owner: { name: 'Ada' },
      plan: {
        key: 'free',
        version: 1,
        status: 'active',
        interval: null,
        renewsAt: null,
        cancelAt: null,
        trialEndsAt: null,
        access: 'full',
      },
      limits: {
        pages: 150,
        documents: 5,
        pagesPerDocument: 50,
        bytesPerDocument: 10_485_760,
        seats: 1,
        apiKeys: 0,
        requestsPerMinute: 0,
      },
      usage: {
        pages: 139,
        documents: 4,
        seats: 1,
        credits: { granted: 50, used: 12, held: 0, purchased: 0, resetsAt: '2026-12-24T00:00:00.000Z' },
      },
      features: {
        ocr: { allowed: true },
        mindMap: { allowed: false, requiredPlan: 'pro' },
        apiKeys: { allowed: false, requiredPlan: 'pro' },
        members: { allowed: false, requiredPlan: 'team' },
      },
      notices: [],
      planRequest: null,
    },
  }
}

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
      <WorkspaceProvider workspace={WORKSPACE}>
        <div className="mb-8">
          <NoticeLines notices={NOTICES} onHide={() => {}} />
        </div>
        <div className="mb-12 grid max-w-md gap-6">
          <div className="w-52">
            <Meters entitlements={makeMe().active} />
          </div>
          <EntitlementGate feature="ocr">Reading scanned pages is allowed here.</EntitlementGate>
          <EntitlementGate feature="mindMap">never seen on Free</EntitlementGate>
        </div>
      </WorkspaceProvider>
    </QueryClientProvider>
  )
}
