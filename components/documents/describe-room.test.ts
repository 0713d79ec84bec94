import { describe, expect, it } from 'vitest'
import { planFigures } from '#lib/billing/plans.ts'
import { describeRoom } from './describe-room.ts'

const free = planFigures('free').limits
const usageOf = (pages: number, documents: number) => ({
  pages,
  documents,
  seats: 1,
  credits: { granted: 50, used: 0, held: 0, purchased: 0, resetsAt: '2026-12-01T00:00:00.000Z' },
})

describe('describeRoom', () => {
  it('says what remains of the plan and that adding takes no credits', () => {
    expect(describeRoom({ limits: free, usage: usageOf(14, 3) })).toBe(
      'Room for 136 more pages in 2 more documents; adding takes no credits.',
    )
    expect(describeRoom({ limits: free, usage: usageOf(149, 4) })).toBe(
      'Room for 1 more page in 1 more document; adding takes no credits.',
    )
  })

  it('says that nothing fits when either is used up, also above the limit', () => {
    for (const usage of [usageOf(150, 2), usageOf(10, 5), usageOf(400, 9)])
      expect(describeRoom({ limits: free, usage })).toBe('No room for more; deleting makes some.')
  })

  it('names only what is limited', () => {
    expect(describeRoom({ limits: { ...free, documents: null }, usage: usageOf(0, 900) })).toBe(
      'Room for 150 more pages; adding takes no credits.',
    )
    expect(describeRoom({ limits: { ...free, documents: null, pages: null }, usage: usageOf(1, 1) })).toBe('')
  })
})
