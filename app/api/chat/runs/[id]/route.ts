import { defineRoute } from '#app/api/_lib/define-route.ts'
import { getRun } from '#lib/chat/index.ts'
import { chatParamsSchema, runSchema } from '#lib/chat/schema.ts'

export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  params: chatParamsSchema,
  response: runSchema,
  summary: 'State of a run, the number of its last event, its receipt',
  handle: ({ ctx, params }) => getRun(ctx, params.id),
})
