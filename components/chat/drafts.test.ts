import { describe, expect, it } from 'vitest'
import { clearDrafts, readDraft, writeDraft } from './drafts.ts'

const place = { userId: 'u1', workspaceId: 'w1', conversationId: null }

function makeStore() {
  const items = new Map<string, string>()
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    key: (index: number) => [...items.keys()][index] ?? null,
    get length() {
      return items.size
    },
  }
}

describe('drafts', () => {
  it('are kept apart by person, workspace and conversation', () => {
    const store = makeStore()
    writeDraft(place, 'Who?', store)
    expect(readDraft(place, store)).toBe('Who?')
    for (const other of [{ userId: 'u2' }, { workspaceId: 'w2' }, { conversationId: 'c' }])
      expect(readDraft({ ...place, ...other }, store)).toBe('')
  })

  it('leave nothing behind when they are empty', () => {
    const store = makeStore()
    writeDraft(place, 'Who?', store)
    writeDraft(place, '', store)
    expect(store.length).toBe(0)
  })

  it('of a person go when that person signs out', () => {
    const store = makeStore()
    writeDraft(place, 'Who?', store)
    writeDraft({ ...place, conversationId: 'c' }, 'When?', store)
    writeDraft({ ...place, userId: 'u2' }, 'Where?', store)
    clearDrafts('u1', store)
    expect(readDraft(place, store)).toBe('')
    expect(readDraft({ ...place, userId: 'u2' }, store)).toBe('Where?')
  })

  it('do without a browser that keeps nothing', () => {
    const broken = {
      ...makeStore(),
      getItem: () => {
        throw new Error('forbidden')
      },
    }
    expect(readDraft(place, broken)).toBe('')
  })
})
