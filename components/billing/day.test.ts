import { describe, expect, it } from 'vitest'
import { personZone, toDay } from './day.ts'

describe('toDay', () => {
  it.each([
    ['Pacific/Kiritimati', '1 Dec', '1 December 2026'],
    ['UTC', '30 Nov', '30 November 2026'],
    ['America/Los_Angeles', '30 Nov', '30 November 2026'],
  ])('tells the day as it is in %s', (timeZone, short, full) => {
    const instant = '2026-11-30T18:00:00.000Z'
    expect(toDay(instant, timeZone)).toBe(short)
    expect(toDay(instant, timeZone, true)).toBe(full)
  })
})

describe('personZone', () => {
  it('is what the account says', () => {
    expect(personZone({ timeZone: 'Asia/Tokyo' })).toBe('Asia/Tokyo')
  })

  it('is the browser’s where the account was never told', () => {
    expect(personZone({ timeZone: 'UTC' })).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone)
  })
})
