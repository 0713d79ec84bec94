import { defineRoute } from '#app/api/_lib/define-route.ts'
import { listWorkspaces } from '#lib/admin/index.ts'
import { adminWorkspacePageSchema, listWorkspacesSchema } from '#lib/admin/schema.ts'

export const GET = defineRoute({
  access: 'staff',
  query: listWorkspacesSchema,
  response: adminWorkspacePageSchema,
  summary: 'Search workspaces by name, address, owner’s e-mail, id, plan or state',
  handle: ({ user, query }) => listWorkspaces(user, query),
})
