import * as z from 'zod'
import type { JobDefinition } from '#lib/platform/queue/index.ts'

/** Of which limits the owner is told by mail when most of it is used. */
export const NOTICED_LIMITS = ['credits', 'pages', 'documents'] as const
export type NoticedLimit = (typeof NOTICED_LIMITS)[number]

/** Tells the owner that most of a limit is used. Bound to its service by lib/jobs. */
export const usageNoticeJob: JobDefinition<{ workspaceId: string; limitKey: NoticedLimit }> = {
  name: 'usage-notice',
  payload: z.strictObject({ workspaceId: z.uuid(), limitKey: z.enum(NOTICED_LIMITS) }),
}

/** Tells staff about a new request for a plan, and the person who asked how it was decided. */
export const planRequestJob: JobDefinition<{ workspaceId: string; requestId: string }> = {
  name: 'plan-request',
  payload: z.strictObject({ workspaceId: z.uuid(), requestId: z.uuid() }),
}
