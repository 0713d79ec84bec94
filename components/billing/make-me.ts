import type { Me } from '#lib/workspaces/schema.ts'

export const WORKSPACE = { id: '019c0000-0000-7000-8000-0000000000f1', slug: 'heron', name: 'Heron Research' }

/** What `/api/user/me` tells an owner on Free, for pages that show states and for tests. */
export function makeMe(over: Partial<Me['active']> = {}): Me {
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
      ...over,
    },
  }
}
