import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMonths, periodOf } from './periods.ts'

const instants = fc.date({
  min: new Date('2000-01-01T00:00:00Z'),
  max: new Date('2100-01-01T00:00:00Z'),
  noInvalidDate: true,
})

describe('addMonths', () => {
  it('keeps the day of the anchor, or takes the last of the month', () => {
    const anchor = new Date('2027-01-31T10:20:30.456Z')
    expect([0, 1, 2, 3, 13].map((months) => addMonths(anchor, months).toISOString())).toEqual([
      '2027-01-31T10:20:30.456Z',
      '2027-02-28T10:20:30.456Z',
      '2027-03-31T10:20:30.456Z',
      '2027-04-30T10:20:30.456Z',
      '2028-02-29T10:20:30.456Z',
    ])
  })

  it('comes back to 29 February in a leap year, and stands on the 28th between', () => {
    const anchor = new Date('2024-02-29T12:00:00Z')
    expect([12, 24, 36, 48].map((months) => addMonths(anchor, months).toISOString().slice(0, 10))).toEqual([
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ])
  })

  it('lands in the month asked for, on the anchor day or the last of the month', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -300, max: 300 }), (anchor, months) => {
        const moved = addMonths(anchor, months)
        const index = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth()
        expect(index(moved) - index(anchor)).toBe(months)
        const nextDay = new Date(moved.getTime() + 86_400_000)
        expect(moved.getUTCDate() === anchor.getUTCDate() || nextDay.getUTCDate() === 1).toBe(true)
        expect(moved.getTime() % 86_400_000).toBe(anchor.getTime() % 86_400_000)
      }),
    )
  })
})

describe('periodOf', () => {
  it('ends exclusively: the end belongs to the next period', () => {
    const anchor = new Date('2027-01-31T00:00:00Z')
    const end = new Date('2027-02-28T00:00:00Z')
    expect(periodOf(anchor, new Date(end.getTime() - 1))).toEqual({ start: anchor, end })
    expect(periodOf(anchor, end)).toEqual({ start: end, end: new Date('2027-03-31T00:00:00Z') })
  })

  it('holds the instant, and its neighbours join without gap or overlap', () => {
    fc.assert(
      fc.property(instants, instants, (anchor, at) => {
        const { start, end } = periodOf(anchor, at)
        expect(start <= at && at < end).toBe(true)
        expect(periodOf(anchor, end).start).toEqual(end)
        expect(periodOf(anchor, new Date(start.getTime() - 1)).end).toEqual(start)
      }),
    )
  })

  it('comes to the same under three time zones', () => {
    const script = `
      import { periodOf } from './lib/billing/periods.ts'
      const out = []
      for (const anchor of ['2026-01-31T07:59:59.999Z', '2024-02-29T23:30:00Z', '2026-03-29T01:30:00Z', '2026-11-01T09:00:00Z'])
        for (let day = 0; day < 500; day += 1)
          out.push(periodOf(new Date(anchor), new Date(Date.parse('2026-01-01T00:15:00Z') + day * 86_400_000)))
      process.stdout.write(JSON.stringify(out))`
    const under = (TZ: string) =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...process.env, TZ },
        encoding: 'utf8',
      })
    const utc = under('UTC')
    expect(utc.length).toBeGreaterThan(10_000)
    expect(under('America/Los_Angeles')).toBe(utc)
    expect(under('Pacific/Auckland')).toBe(utc)
  })
})
