import { describe, expect, it } from 'vitest'
import { formatAdded, formatPages, formatRemaining, formatSize } from './format.ts'

describe('formats of the documents table', () => {
  it.each([
    [0, '0 bytes'],
    [1023, '1,023 bytes'],
    [1024, '1 KB'],
    [3_565_158, '3.4 MB'],
    [52_428_800, '50 MB'],
  ])('shows %d bytes as %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text)
  })

  it('counts days by the calendar, not by 24 hours', () => {
    const now = new Date(2026, 10, 24, 0, 30)
    expect(formatAdded(new Date(2026, 10, 24, 0, 29, 30).toISOString(), now)).toBe('just now')
    expect(formatAdded(new Date(2026, 10, 23, 23, 50).toISOString(), now)).toBe('yesterday')
    expect(formatAdded(new Date(2026, 10, 3).toISOString(), now)).toBe('3 Nov')
    expect(formatAdded(new Date(2025, 10, 3).toISOString(), now)).toBe('3 Nov 2025')
  })

  it('joins neighbouring pages to ranges', () => {
    expect(formatPages([4, 3, 9, 5])).toBe('3–5, 9')
  })

  it('names only the first of many ranges', () => {
    expect(formatPages([2, 4, 6, 8])).toBe('2, 4, 6, 8')
    expect(formatPages([2, 4, 6, 8, 10])).toBe('2, 4, 6, 8, …')
  })

  it('says minutes from one minute on', () => {
    expect([formatRemaining(59), formatRemaining(60), formatRemaining(150)]).toEqual([
      '59 s',
      '1 min',
      '3 min',
    ])
  })
})
