'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { meQuery } from '#components/account/queries.ts'
import { ApiProblem, api } from '#lib/api-client/index.ts'
import { type ConversationDetail, type Message, runCreatedSchema, type Scope } from '#lib/chat/schema.ts'
import { conversationListQuery, conversationQuery, createConversation, withMessages } from './queries.ts'

export interface Ask {
  question: string
  scope: Scope
}

/**
 * Asks in a conversation, or in a new one. The same question sent again after a lost connection is the same run: its
 * key stays until it is accepted or changed.
 */
export function useAsk(workspaceId: string, conversation: ConversationDetail | null) {
  const queryClient = useQueryClient()
  const attempt = useRef({ question: '', key: '' })
  // Made for a question that was then refused: the next new question goes there, also from another visit of the page.
  const madeKey = ['new-conversation', workspaceId]
  const made = useRef<ConversationDetail | null>(null)
  const findOrMake = async (scope: Scope): Promise<ConversationDetail> => {
    made.current ??= queryClient.getQueryData<ConversationDetail>(madeKey) ?? {
      ...(await createConversation(workspaceId, scope)),
      messages: [],
      earlierCursor: null,
    }
    return made.current
  }

  return useMutation({
    mutationFn: async ({ question, scope }: Ask) => {
      if (attempt.current.question !== question) attempt.current = { question, key: crypto.randomUUID() }
      const target = conversation ?? (await findOrMake(scope))
      const run = await api.post(`/api/chat/conversations/${target.id}/runs`, {
        body: { question, scope },
        idempotencyKey: attempt.current.key,
        schema: runCreatedSchema,
        workspaceId,
      })
      attempt.current = { question: '', key: '' }
      if (!conversation) queryClient.removeQueries({ queryKey: madeKey })
      const messages = toMessages(run, question)
      const { queryKey } = conversationQuery(workspaceId, target.id)
      queryClient.setQueryData(queryKey, (known) => withMessages(known ?? target, messages))
      await queryClient.invalidateQueries(conversationListQuery(workspaceId))
      return target.id
    },
    onError: (error) => {
      if (conversation) return
      if (error instanceof ApiProblem && error.status === 402) queryClient.setQueryData(madeKey, made.current)
      else queryClient.removeQueries({ queryKey: madeKey })
      if (error instanceof ApiProblem && error.status === 404) made.current = null
    },
    // What is held for the answer counts from now on.
    onSettled: () => void queryClient.invalidateQueries(meQuery(workspaceId)),
  })
}

/** What is stored by now, as the conversation will tell it. */
function toMessages(
  run: { runId: string; messageId: string; questionMessageId: string },
  question: string,
): [Message, Message] {
  const common = {
    parentId: null,
    outcome: null,
    sentences: [],
    citations: [],
    nearest: [],
    receipt: null,
    problem: null,
    createdAt: new Date().toISOString(),
  }
  return [
    { ...common, id: run.questionMessageId, role: 'user', text: question, runId: null },
    { ...common, id: run.messageId, role: 'assistant', text: '', runId: run.runId },
  ]
}
