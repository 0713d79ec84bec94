import { defineRoute } from '#app/api/_lib/define-route.ts'
import { restoreConversation } from '#lib/chat/index.ts'
import { chatParamsSchema, conversationSchema } from '#lib/chat/schema.ts'

export const POST = defineRoute({
  access: 'session-or-key',
  free: 'undoing a deletion takes nothing',
  role: 'member',
  params: chatParamsSchema,
  response: conversationSchema,
  summary: 'Take a conversation out of the trash',
  handle: ({ ctx, params }) => restoreConversation(ctx, params.id),
})
