import { describe, expect, it } from 'vitest'
import { describeCreditsLeft } from './composer-credits.ts'

const tell = (used: number, over: Partial<{ held: number; purchased: number }> = {}) =>
  describeCreditsLeft(
    { granted: 50, used, held: 0, purchased: 0, resetsAt: '2026-12-24T12:00:00.000Z', ...over },
    'UTC',
  )

describe('describeCreditsLeft', () => {
  it('counts the last credits, those held for an answer among the used', () => {
    expect(tell(47)).toBeNull()
    expect(tell(48)).toBe('2 credits left until 24 December')
    expect(tell(48, { held: 1 })).toBe('1 credit left until 24 December')
    expect(tell(50)).toBe('No credits left until 24 December')
  })

  it('names no day where bought credits stay', () => {
    expect(tell(50, { purchased: 1 })).toBe('1 credit left')
  })
})
