import { defineRoute } from '#app/api/_lib/define-route.ts'
import { csvResponse } from '#app/api/_lib/respond.ts'
import { exportEntries, listUsageEntries } from '#lib/usage/index.ts'
import { entriesQuerySchema, usageEntryPageSchema } from '#lib/usage/schema.ts'

export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  query: entriesQuerySchema,
  response: usageEntryPageSchema,
  summary: 'The ledger, newest first, each entry with the balance after it; format=csv to save all of it',
  handle: async ({ ctx, query: { format, ...query } }) => {
    if (format === 'json') return listUsageEntries(ctx, query)
    return csvResponse(await exportEntries(ctx, query), 'usage.csv')
  },
})
