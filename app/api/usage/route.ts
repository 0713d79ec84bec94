import { defineRoute } from '#app/api/_lib/define-route.ts'
import { getUsage } from '#lib/usage/index.ts'
import { usageQuerySchema, usageReportSchema } from '#lib/usage/schema.ts'

export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  query: usageQuerySchema,
  response: usageReportSchema,
  summary: 'What was used by day (UTC), member, action, document or conversation',
  handle: ({ ctx, query }) => getUsage(ctx, query),
})
