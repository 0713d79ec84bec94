import { defineRoute } from '#app/api/_lib/define-route.ts'
import { listStaffJobs } from '#lib/admin/index.ts'
import { failedJobPageSchema, listPageSchema } from '#lib/admin/schema.ts'

export const GET = defineRoute({
  access: 'staff',
  query: listPageSchema,
  response: failedJobPageSchema,
  summary: 'Jobs that have used up their tries',
  handle: ({ user, query }) => listStaffJobs(user, query),
})
