import { describe, expect, it } from 'vitest'
import { estimateRemainingSeconds } from './serializers.ts'

const start = new Date('2026-01-01T00:00:00.000Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const version = { status: 'processing', startedAt: start, pageCount: 100, pagesDone: 50, searchablePages: 0 }

describe('estimateRemainingSeconds', () => {
  it('goes on at the pace so far', () => {
    expect(estimateRemainingSeconds(version, later(10))).toBe(30)
  })

  it('says nothing before a tenth of the work is done', () => {
    expect(estimateRemainingSeconds({ ...version, pagesDone: 19 }, later(10))).toBeNull()
  })

  it('never says zero', () => {
    const almost = { ...version, pagesDone: 100, searchablePages: 99 }
    expect(estimateRemainingSeconds(almost, later(1))).toBe(1)
  })

  it.each(['queued', 'ready', 'failed'])('says nothing for a version that is %s', (status) => {
    expect(estimateRemainingSeconds({ ...version, status }, later(10))).toBeNull()
  })
})
