import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { listWorkspaces, refuseSecondFreeWorkspace } from '#lib/workspaces/index.ts'
import { createWorkspaceSchema, workspaceListSchema, workspaceSchema } from '#lib/workspaces/schema.ts'

export const GET = defineRoute({
  access: 'session',
  workspace: false,
  response: workspaceListSchema,
  summary: 'The workspaces of the signed-in person',
  handle: ({ user }) => listWorkspaces(user),
})

export const POST = defineRoute({
  access: 'session',
  workspace: false,
  feature: 'members',
  rateLimit: SETTINGS_LIMIT,
  body: createWorkspaceSchema,
  response: workspaceSchema,
  status: 201,
  summary: 'Make a further workspace',
  handle: () => refuseSecondFreeWorkspace(),
})
