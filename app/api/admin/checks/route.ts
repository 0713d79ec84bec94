import { defineRoute } from '#app/api/_lib/define-route.ts'
import { listChecks } from '#lib/admin/index.ts'
import { checkListSchema } from '#lib/admin/schema.ts'

export const GET = defineRoute({
  access: 'staff',
  response: checkListSchema,
  summary: 'The last result of every check of the controls',
  handle: ({ user }) => listChecks(user),
})
