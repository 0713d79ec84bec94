import { defineRoute } from '#app/api/_lib/define-route.ts'
import { listPlanRequests } from '#lib/admin/index.ts'
import { listPlanRequestsSchema, planRequestPageSchema } from '#lib/admin/schema.ts'

export const GET = defineRoute({
  access: 'staff',
  query: listPlanRequestsSchema,
  response: planRequestPageSchema,
  summary: 'Wishes for another plan, open or decided',
  handle: ({ user, query }) => listPlanRequests(user, query),
})
