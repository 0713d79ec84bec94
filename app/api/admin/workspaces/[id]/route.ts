import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { getWorkspace } from '#lib/admin/index.ts'
import { adminWorkspaceDetailSchema } from '#lib/admin/schema.ts'

export const GET = defineRoute({
  access: 'staff',
  params: z.object({ id: z.uuid() }),
  response: adminWorkspaceDetailSchema,
  summary: 'Account, credits, overrides, plan requests and denials of a workspace; never what it holds',
  handle: ({ user, params }) => getWorkspace(user, params.id),
})
