import { describe, expect, it } from 'vitest'
import { describeChanges } from './describe-changes.ts'

describe('describeChanges', () => {
  it('names what differs, and nothing that stayed', () => {
    const before = { planKey: 'free', limits: { documents: 5, pages: 150 }, features: [], holdReason: null }
    const after = {
      planKey: 'pro',
      limits: { documents: 300, pages: 150 },
      features: ['ocr'],
      holdReason: null,
    }
    expect(describeChanges(before, after)).toEqual([
      'planKey: free → pro',
      'limits.documents: 5 → 300',
      'features: none → ocr',
    ])
  })

  it('names alone what was not there before', () => {
    expect(describeChanges({ available: 50 }, { available: 62.5, credits: 12.5 })).toEqual([
      'available: 50 → 62.5',
      'credits: 12.5',
    ])
    expect(describeChanges({ hold: true }, {})).toEqual(['hold: true → gone'])
  })

  it('says nothing of nothing', () => {
    expect(describeChanges(null, null)).toEqual([])
    expect(describeChanges(undefined, 'text')).toEqual([])
  })
})
