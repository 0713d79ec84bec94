import { describe, expect, it } from 'vitest'
import type { ConversationDetail } from '#lib/chat/schema.ts'
import { EMPTY_QUESTION } from './exchanges.ts'
import { keepEarlier } from './queries.ts'

const conversation = (ids: string[], earlierCursor: string | null): ConversationDetail => ({
  id: 'c',
  title: 'Harbour',
  scope: {},
  createdAt: '',
  updatedAt: '',
  messages: ids.map((id) => ({ ...EMPTY_QUESTION, id })),
  earlierCursor,
})
const idsOf = ({ messages }: ConversationDetail) => messages.map(({ id }) => id)

describe('keepEarlier', () => {
  it('keeps the earlier messages that were asked for, and where they begin', () => {
    const kept = keepEarlier(
      conversation(['1', '2', '3', '4'], null),
      conversation(['3', '4', '5'], 'before 3'),
    )
    expect(idsOf(kept)).toEqual(['1', '2', '3', '4', '5'])
    expect(kept.earlierCursor).toBeNull()
  })

  it('leaves no gap: a page that does not meet what is known stands alone', () => {
    const fresh = conversation(['7', '8'], 'before 7')
    expect(keepEarlier(conversation(['1', '2'], null), fresh)).toEqual(fresh)
    expect(keepEarlier(undefined, fresh)).toEqual(fresh)
  })

  it('takes what the server says now where nothing earlier was asked for', () => {
    const fresh = conversation(['1', '2'], null)
    expect(keepEarlier(conversation(['1'], 'stale'), fresh)).toEqual(fresh)
  })
})
