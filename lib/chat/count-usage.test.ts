import { describe, expect, it } from 'vitest'
import { countTokens, countUsage, withEstimate } from './count-usage.ts'

describe('countUsage', () => {
  it('counts the question with its passages as input, and what was written as output', () => {
    const passage = { marker: 1, documentName: 'a.pdf', headingPath: [], text: 'x'.repeat(9), score: 1 }
    const request = {
      question: 'abcd',
      passages: [passage, passage],
      termWeights: new Map(),
      maxOutputTokens: 9,
    }
    expect(countUsage(request, 5)).toEqual({
      inputTokens: 6,
      outputTokens: 2,
      source: 'local',
      costMicroUsd: 0,
    })
  })

  it('counts a token for each four characters begun', () => {
    expect([0, 1, 4, 5].map(countTokens)).toEqual([0, 1, 1, 2])
  })
})

describe('withEstimate', () => {
  const own = { inputTokens: 6, outputTokens: 2, source: 'local', costMicroUsd: 0 } as const

  it("puts our count beside the provider's, and leaves our own alone", () => {
    const counted = { inputTokens: 7, outputTokens: 3, source: 'provider', costMicroUsd: 5 } as const
    expect(withEstimate(counted, own)).toEqual({
      ...counted,
      estimate: { inputTokens: 6, outputTokens: 2 },
    })
    expect(withEstimate(own, own)).toEqual(own)
  })
})
