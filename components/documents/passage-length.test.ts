import { describe, expect, it } from 'vitest'
import type { Quote } from '#lib/billing/schema.ts'
import {
  describePassages,
  describePrice,
  describeReindex,
  describeRest,
  isReindexing,
} from './passage-length.ts'
import { makeDocument } from './states.ts'

const quote = (over: Partial<Quote> = {}): Quote => ({
  id: '019c0000-0000-7000-8000-0000000000a1',
  action: 'reindex',
  credits: 1,
  breakdown: [
    { label: 'Pages', quantity: 9, unitCredits: 0.02, credits: 0.18 },
    { label: 'Up to the minimum', quantity: 1, unitCredits: 0.82, credits: 0.82 },
  ],
  remaining: 50,
  remainingAfter: 49,
  enough: true,
  expiresAt: '2026-11-24T12:15:00.000Z',
  ...over,
})

describe('a price', () => {
  it('says how it comes about and what is left', () => {
    expect(describePrice(quote())).toBe('9 pages × 0.02 = 0.18, at least 1 credit')
    expect(describeRest(quote())).toBe('49 credits left after it.')
    const long = [{ label: 'Pages', quantity: 1_204, unitCredits: 0.02, credits: 24.08 }]
    expect(describePrice(quote({ credits: 24.08, breakdown: long }))).toBe(
      '1,204 pages × 0.02 = 24.08 credits',
    )
  })

  it('that is nothing says why, and one that is too much says what is there', () => {
    const free = quote({ credits: 0, breakdown: [] })
    expect([describePrice(free), describeRest(free)]).toEqual(['Free: these passages were made before.', ''])
    expect(describeRest(quote({ remaining: 0.5, enough: false }))).toBe(
      '0.5 credits left: not enough for it.',
    )
  })
})

describe('the passages of a document', () => {
  it('are spoken of once they are others than the usual, or were paid for', () => {
    expect(describePassages(makeDocument())).toBeNull()
    expect(describePassages(makeDocument({ chunkSize: 'large' }))).toBe('Long passages')
    const receipt = { credits: 1, refunded: 0, model: null }
    expect(describePassages(makeDocument({ chunkSize: 'small', receipt }))).toBe(
      'Re-indexed with short passages · 1 credit',
    )
  })

  it('tell how far they are while they are made anew', () => {
    const reindex = {
      chunkSize: 'small',
      status: 'processing',
      pagesDone: 3,
      pageCount: 9,
      failure: null,
    } as const
    expect(describeReindex(makeDocument({ reindex }))).toBe('Making short passages, page 4 of 9')
    expect(isReindexing(makeDocument({ reindex }))).toBe(true)
    const waiting = makeDocument({ reindex: { ...reindex, status: 'queued' } })
    expect(describeReindex(waiting)).toBe('Short passages wait for their turn')
    expect(isReindexing(makeDocument({ reindex: { ...reindex, status: 'failed' } }))).toBe(false)
  })
})
