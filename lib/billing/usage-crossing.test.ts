import { describe, expect, it } from 'vitest'
import { isCrossing } from './usage-crossing.ts'

describe('isCrossing', () => {
  it.each([
    [79, 1, 100, false],
    [80, 1, 100, true],
    [81, 1, 100, false],
    [100, 100, 100, true],
    [4, 1, 5, true],
    [5, 1, 5, false],
    [80, 0, 100, false],
    [10, 10, 0, false],
    [10, 10, null, false],
  ])('%d used, %d of them new, of %s: %s', (used, by, limit, crosses) => {
    expect(isCrossing({ used, by, limit })).toBe(crosses)
  })
})
