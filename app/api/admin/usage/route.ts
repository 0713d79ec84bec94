import { defineRoute } from '#app/api/_lib/define-route.ts'
import { csvResponse } from '#app/api/_lib/respond.ts'
import { getUsage, getUsageCsv } from '#lib/admin/index.ts'
import { usageQuerySchema, usageReportSchema } from '#lib/admin/schema.ts'

export const GET = defineRoute({
  access: 'staff',
  query: usageQuerySchema,
  response: usageReportSchema,
  summary:
    'Usage, cost and margin of all workspaces by day, workspace, user, plan or action; format=csv to save it',
  handle: async ({ user, query }) => {
    if (query.format === 'json') return getUsage(user, query)
    const { groupBy, from, to } = query
    return csvResponse(await getUsageCsv(user, query), `usage-by-${groupBy}-${from}-${to}.csv`)
  },
})
