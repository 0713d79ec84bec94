import { describe, expect, it } from 'vitest'
import { formatChange, formatWhen } from './format.ts'

describe('formatChange', () => {
  it.each([
    ['charge', 0.412, '−0.412'],
    ['grant', 1_500, '+1,500'],
    ['refund', 0.5, '+0.5'],
    ['expire', 12, '−12'],
    ['free', 0, '0'],
    ['overage', 3, '0'],
  ] as const)('writes a %s of %d as %s', (kind, credits, text) => {
    expect(formatChange({ kind, credits })).toBe(text)
  })
})

describe('formatWhen', () => {
  const now = new Date(2026, 10, 24, 18, 0)

  it('tells the time of today, the day of this year, and the year of another', () => {
    expect(formatWhen(new Date(2026, 10, 24, 14, 2).toISOString(), now)).toBe('14:02')
    expect(formatWhen(new Date(2026, 10, 1, 9, 0).toISOString(), now)).toBe('1 Nov')
    expect(formatWhen(new Date(2025, 10, 1, 9, 0).toISOString(), now)).toBe('1 Nov 2025')
  })
})
