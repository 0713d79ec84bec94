import { describe, expect, it } from 'vitest'
import { formatInstant, formatLimit, formatNumber, formatUsd, nameOf } from './format.ts'

describe('figures as people read them', () => {
  it.each([
    [0, '$0.00'],
    [1_234_500_000, '$1,234.50'],
    [9_100, '$0.0091'],
    [-2_500_000, '−$2.50'],
  ])('%i millionths are %s', (microUsd, text) => {
    expect(formatUsd(microUsd)).toBe(text)
  })

  it('keep three decimals of a credit, and say what has no limit', () => {
    expect(formatNumber(1_499.751)).toBe('1,499.751')
    expect([
      formatLimit('pages', null),
      formatLimit('bytesPerDocument', 10_485_760),
      formatLimit('creditsMc', 50_000),
    ]).toEqual(['no limit', '10 MB', '50'])
  })

  it('are in UTC, and a name without one is its own', () => {
    expect(formatInstant('2026-11-24T23:30:00.000Z')).toBe('24 Nov 2026, 23:30')
    expect([nameOf('answer'), nameOf('somethingNew')]).toEqual(['Answer', 'somethingNew'])
  })
})
