import { defineRoute } from '#app/api/_lib/define-route.ts'
import { stopRun } from '#lib/chat/index.ts'
import { chatParamsSchema } from '#lib/chat/schema.ts'

export const POST = defineRoute({
  access: 'session-or-key',
  free: 'stopping spends less',
  role: 'member',
  params: chatParamsSchema,
  summary: 'Stop an answer; what is written is kept',
  handle: async ({ ctx, params }) => {
    await stopRun(ctx, params.id)
    return undefined
  },
})
