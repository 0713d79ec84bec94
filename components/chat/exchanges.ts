import type { Message } from '#lib/chat/schema.ts'

/** A question and what came of it. */
export interface Exchange {
  question: Message
  answer: Message | null
}

/** Messages, oldest first, as questions with their answers. */
export function toExchanges(messages: readonly Message[]): Exchange[] {
  const exchanges: Exchange[] = []
  for (const message of messages) {
    const last = exchanges.at(-1)
    if (message.role === 'user') exchanges.push({ question: message, answer: null })
    else if (last) last.answer = message
  }
  return exchanges
}

/** Of a question that is being sent. */
export const EMPTY_QUESTION: Message = {
  id: 'pending',
  parentId: null,
  role: 'user',
  text: '',
  outcome: null,
  runId: null,
  sentences: [],
  citations: [],
  nearest: [],
  receipt: null,
  problem: null,
  createdAt: '',
}
