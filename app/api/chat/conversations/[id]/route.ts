import { defineRoute } from '#app/api/_lib/define-route.ts'
import { getConversation, trashConversation, updateConversation } from '#lib/chat/index.ts'
import {
  chatParamsSchema,
  conversationDetailSchema,
  conversationMessagesSchema,
  conversationSchema,
  updateConversationSchema,
} from '#lib/chat/schema.ts'

export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  params: chatParamsSchema,
  query: conversationMessagesSchema,
  response: conversationDetailSchema,
  summary: 'A conversation with its newest messages, or those before a cursor, oldest first',
  handle: ({ ctx, params, query }) => getConversation(ctx, params.id, query),
})

export const PATCH = defineRoute({
  access: 'session-or-key',
  free: 'naming and deleting never ask the plan',
  role: 'member',
  params: chatParamsSchema,
  body: updateConversationSchema,
  response: conversationSchema,
  summary: 'Rename a conversation or change which documents it asks',
  handle: ({ ctx, params, body }) => updateConversation(ctx, params.id, body),
})

export const DELETE = defineRoute({
  access: 'session-or-key',
  free: 'naming and deleting never ask the plan',
  role: 'member',
  params: chatParamsSchema,
  summary: 'Put a conversation into the trash',
  handle: async ({ ctx, params }) => {
    await trashConversation(ctx, params.id)
    return undefined
  },
})
