import { describe, expect, it } from 'vitest'
import { toPages } from './to-pages.ts'

describe('toPages', () => {
  it.each([
    [[13], 'p. 13'],
    [[13, 13], 'p. 13'],
    [[13, 15], 'p. 13 and 15'],
    [[13, 14, 15], 'p. 13–15'],
    [[9, 2, 5, 6], 'p. 2, 5–6 and 9'],
  ])('names the pages %j as "%s"', (pages, words) => {
    expect(toPages(pages)).toBe(words)
  })
})
