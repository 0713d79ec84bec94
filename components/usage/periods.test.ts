import { describe, expect, it } from 'vitest'
import { fillDays, toDays } from './periods.ts'

describe('toDays', () => {
  it('counts today as one of the last days, in UTC', () => {
    expect(toDays('7', new Date('2026-03-01T23:30:00-05:00'))).toEqual({
      from: '2026-02-24',
      to: '2026-03-02',
    })
  })

  it('holds a leap year at most', () => {
    expect(toDays('366', new Date('2028-12-31T12:00:00Z'))).toEqual({ from: '2028-01-01', to: '2028-12-31' })
  })
})

describe('fillDays', () => {
  it('shows the days without use as well', () => {
    const days = { from: '2028-02-28', to: '2028-03-01' }
    expect(fillDays(days, [{ key: '2028-02-29', credits: 1.5 }])).toEqual([
      { day: '2028-02-28', value: 0 },
      { day: '2028-02-29', value: 1.5 },
      { day: '2028-03-01', value: 0 },
    ])
  })
})
