import { defineRoute } from '#app/api/_lib/define-route.ts'
import { getDenials } from '#lib/admin/index.ts'
import { denialReportSchema, denialsQuerySchema } from '#lib/admin/schema.ts'

export const GET = defineRoute({
  access: 'staff',
  query: denialsQuerySchema,
  response: denialReportSchema,
  summary: 'How often which wall said no',
  handle: ({ user, query }) => getDenials(user, query),
})
