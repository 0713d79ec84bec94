import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#lib/api-client/index.ts'
import {
  type ConversationDetail,
  conversationDetailSchema,
  conversationPageSchema,
  conversationSchema,
  type Message,
  type Scope,
} from '#lib/chat/schema.ts'

const LIST_SIZE = 50

export const conversationListQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['chat', 'list', workspaceId],
    queryFn: ({ signal }) =>
      api.get('/api/chat/conversations', {
        query: { limit: LIST_SIZE },
        schema: conversationPageSchema,
        workspaceId,
        signal,
      }),
  })

/** The newest messages, with the earlier ones that were asked for before. */
export const conversationQuery = (workspaceId: string, conversationId: string) =>
  queryOptions({
    queryKey: ['chat', 'one', workspaceId, conversationId],
    queryFn: async ({ client, queryKey, signal }) => {
      const fresh = await api.get(`/api/chat/conversations/${conversationId}`, {
        schema: conversationDetailSchema,
        workspaceId,
        signal,
      })
      return keepEarlier(client.getQueryData<ConversationDetail>(queryKey), fresh)
    },
  })

/** Puts the messages before the first one that is shown in front of it. @param onArrive just before they are. */
export function useEarlierMessages(workspaceId: string, conversationId: string, onArrive: () => void) {
  const queryClient = useQueryClient()
  const { queryKey } = conversationQuery(workspaceId, conversationId)
  return useMutation({
    mutationFn: (cursor: string) =>
      api.get(`/api/chat/conversations/${conversationId}`, {
        query: { cursor },
        schema: conversationDetailSchema,
        workspaceId,
      }),
    onSuccess: ({ messages, earlierCursor }, cursor) => {
      onArrive()
      queryClient.setQueryData(queryKey, (known) =>
        // Only where it was asked from: the conversation may have been fetched anew meanwhile.
        known?.earlierCursor === cursor
          ? { ...known, messages: [...messages, ...known.messages], earlierCursor }
          : known,
      )
    },
  })
}

export function createConversation(workspaceId: string, scope: Scope) {
  return api.post('/api/chat/conversations', { body: { scope }, schema: conversationSchema, workspaceId })
}

/** Puts messages into the cached conversation, replacing those with the same id. */
export function withMessages(
  conversation: ConversationDetail,
  messages: readonly Message[],
): ConversationDetail {
  const fresh = new Map(messages.map((message) => [message.id, message]))
  const kept = conversation.messages.map((message) => fresh.get(message.id) ?? message)
  const known = new Set(conversation.messages.map(({ id }) => id))
  return { ...conversation, messages: [...kept, ...messages.filter(({ id }) => !known.has(id))] }
}

/** A fresh page of messages behind the earlier ones that are known; where they do not meet, the page alone. */
export function keepEarlier(
  known: ConversationDetail | undefined,
  fresh: ConversationDetail,
): ConversationDetail {
  const [first] = fresh.messages
  const meetsAt = known?.messages.findIndex(({ id }) => id === first?.id) ?? -1
  if (!known || meetsAt <= 0) return fresh
  return {
    ...fresh,
    messages: [...known.messages.slice(0, meetsAt), ...fresh.messages],
    earlierCursor: known.earlierCursor,
  }
}

/** Title and order of the list, the meters, what was used, and the conversation itself, after an answer has ended. */
export function useRefreshChat(workspaceId: string) {
  const queryClient = useQueryClient()
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['chat'] }),
      queryClient.invalidateQueries({ queryKey: ['me', workspaceId] }),
      queryClient.invalidateQueries({ queryKey: ['usage'] }),
    ])
}

export function useRenameConversation(workspaceId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id, title }: { id: string; title: string }) =>
      api.patch(`/api/chat/conversations/${id}`, {
        body: { title },
        schema: conversationSchema,
        workspaceId,
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['chat'] }),
  })
}

/** Out of the list at once; back when the server refuses. */
export function useDeleteConversation(workspaceId: string) {
  const queryClient = useQueryClient()
  const { queryKey } = conversationListQuery(workspaceId)
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/chat/conversations/${id}`, { workspaceId }),
    onMutate: async (id) => {
      await queryClient.cancelQueries({ queryKey })
      const before = queryClient.getQueryData(queryKey)
      queryClient.setQueryData(queryKey, (page) =>
        page ? { ...page, items: page.items.filter((item) => item.id !== id) } : page,
      )
      return before
    },
    onError: (_error, _id, before) => queryClient.setQueryData(queryKey, before),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  })
}

export function useRestoreConversation(workspaceId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.post(`/api/chat/conversations/${id}/restore`, { workspaceId }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['chat'] }),
  })
}
