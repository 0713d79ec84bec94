import { describe, expect, it } from 'vitest'
import { isRange, lastDays, listDays, monthRange, readRange } from './range.ts'

const NOW = new Date('2026-03-01T00:30:00Z')

describe('ranges of days', () => {
  it('end today, in UTC', () => {
    expect(lastDays(1, NOW)).toEqual({ from: '2026-03-01', to: '2026-03-01' })
    expect(lastDays(30, NOW)).toEqual({ from: '2026-01-31', to: '2026-03-01' })
  })

  it('of a month hold the month, as far as it has come', () => {
    expect(monthRange(0, NOW)).toEqual({ from: '2026-03-01', to: '2026-03-01' })
    expect(monthRange(1, NOW)).toEqual({ from: '2026-02-01', to: '2026-02-28' })
    expect(monthRange(1, new Date('2026-01-15T00:00:00Z'))).toEqual({ from: '2025-12-01', to: '2025-12-31' })
  })

  it('come from the address only where they can be asked for', () => {
    const read = (query: string) => readRange(new URLSearchParams(query), NOW)
    expect(read('from=2026-01-01&to=2026-01-31')).toEqual({ from: '2026-01-01', to: '2026-01-31' })
    for (const bad of ['', 'from=x&to=y', 'from=2026-02-01&to=2026-01-01', 'from=2025-01-01&to=2026-01-02'])
      expect(read(bad)).toEqual(lastDays(30, NOW))
    expect(isRange({ from: '2025-01-01', to: '2026-01-01' })).toBe(true)
  })

  it('name every day once', () => {
    expect(listDays({ from: '2028-02-27', to: '2028-03-01' })).toEqual([
      '2028-02-27',
      '2028-02-28',
      '2028-02-29',
      '2028-03-01',
    ])
  })
})
