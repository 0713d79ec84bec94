import { defineRoute } from '#app/api/_lib/define-route.ts'
import { listAudit } from '#lib/admin/index.ts'
import { auditPageSchema, listAuditSchema } from '#lib/admin/schema.ts'

export const GET = defineRoute({
  access: 'staff',
  query: listAuditSchema,
  response: auditPageSchema,
  summary: 'What staff have done',
  handle: ({ user, query }) => listAudit(user, query),
})
