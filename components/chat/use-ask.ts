'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api } from '#lib/api-client/index.ts'
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
  const made = useRef<ConversationDetail | null>(null)
  const attempt = useRef({ question: '', key: '' })

  return useMutation({
    mutationFn: async ({ question, scope }: Ask) => {
      if (attempt.current.question !== question) attempt.current = { question, key: crypto.randomUUID() }
      made.current ??= conversation
        ? null
        : { ...(await createConversation(workspaceId, scope)), messages: [], earlierCursor: null }
      const target = conversation ?? made.current
      if (!target) throw new Error('no conversation to ask in')
      const run = await api.post(`/api/chat/conversations/${target.id}/runs`, {
        body: { question, scope },
        idempotencyKey: attempt.current.key,
        schema: runCreatedSchema,
        workspaceId,
      })
      attempt.current = { question: '', key: '' }
      const messages = toMessages(run, question)
      const { queryKey } = conversationQuery(workspaceId, target.id)
      queryClient.setQueryData(queryKey, (known) => withMessages(known ?? target, messages))
      await queryClient.invalidateQueries(conversationListQuery(workspaceId))
      return target.id
    },
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
