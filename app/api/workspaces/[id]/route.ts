import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { idSchema } from '#lib/platform/http/schema.ts'
import { getWorkspace, updateWorkspace } from '#lib/workspaces/index.ts'
import { updateWorkspaceSchema, workspaceSchema } from '#lib/workspaces/schema.ts'

const params = z.object({ id: idSchema })

export const GET = defineRoute({
  access: 'session',
  workspace: false,
  params,
  response: workspaceSchema,
  summary: 'One workspace',
  handle: ({ user, params: { id } }) => getWorkspace(user, id),
})

export const PATCH = defineRoute({
  access: 'session',
  free: 'a name costs nothing',
  workspace: false,
  rateLimit: SETTINGS_LIMIT,
  params,
  body: updateWorkspaceSchema,
  response: workspaceSchema,
  summary: 'Rename a workspace',
  handle: ({ user, params: { id }, body }) => updateWorkspace(user, id, body),
})
