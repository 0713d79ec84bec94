import { defineRoute } from '#app/api/_lib/define-route.ts'
import { WRITE_LIMIT } from '#app/api/_lib/limits.ts'
import { createConversation, listConversations } from '#lib/chat/index.ts'
import {
  conversationPageSchema,
  conversationSchema,
  createConversationSchema,
  listConversationsSchema,
} from '#lib/chat/schema.ts'

export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  query: listConversationsSchema,
  response: conversationPageSchema,
  summary: 'List your conversations, the last used first',
  handle: ({ ctx, query }) => listConversations(ctx, query),
})

export const POST = defineRoute({
  access: 'session-or-key',
  free: 'an empty conversation; its answers are metered',
  role: 'member',
  rateLimit: WRITE_LIMIT,
  body: createConversationSchema,
  response: conversationSchema,
  status: 201,
  summary: 'Begin a conversation over all documents or some',
  handle: async ({ ctx, body, headers }) => {
    const conversation = await createConversation(ctx, body)
    headers.set('location', `/api/chat/conversations/${conversation.id}`)
    return conversation
  },
})
