import { describe, expect, it } from 'vitest'
import { findSetupToken, forgetSetupToken, keepSetupToken } from './setup-token.ts'

const HOUR_MS = 60 * 60 * 1000

/** As a browser's, over a map. */
function createStorage(): Storage {
  const items = new Map<string, string>()
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
    key: (at) => [...items.keys()][at] ?? null,
    get length() {
      return items.size
    },
  }
}

describe('the token of the staff link in the browser', () => {
  it('is kept for an hour, and removed after it', () => {
    const storage = createStorage()
    keepSetupToken('secret', 0, storage)
    expect(findSetupToken(HOUR_MS - 1, storage)).toBe('secret')
    expect(findSetupToken(HOUR_MS, storage)).toBeNull()
    expect(storage.length).toBe(0)
  })

  it('is gone when it is forgotten', () => {
    const storage = createStorage()
    keepSetupToken('secret', 0, storage)
    forgetSetupToken(storage)
    expect(findSetupToken(1, storage)).toBeNull()
  })

  it('is not read from what an earlier version kept without an end', () => {
    const storage = createStorage()
    storage.setItem('footnote.staff-setup', 'secret')
    expect(findSetupToken(1, storage)).toBeNull()
    expect(storage.length).toBe(0)
  })
})
