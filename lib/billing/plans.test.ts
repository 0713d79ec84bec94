import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatCredits,
  PLANS,
  planFigures,
  planWithFeature,
  planWithMore,
  stoppedAnswerMc,
  toCredits,
  toMilliCredits,
} from './plans.ts'

describe('planFigures', () => {
  it('gives Free and Pro as they stand in the catalogue, whatever the seats', () => {
    expect(planFigures('free')).toEqual({ limits: PLANS.free.limits, creditsMc: 50_000 })
    expect(planFigures('pro', 9)).toEqual({ limits: PLANS.pro.limits, creditsMc: 1_500_000 })
  })

  it('pools Team by its seats, three at least', () => {
    expect(planFigures('team', 1)).toEqual(planFigures('team', 3))
    const { limits, creditsMc } = planFigures('team', 5)
    expect(creditsMc).toBe(12_500_000)
    expect(limits).toMatchObject({
      pages: 50_000,
      documents: 10_000,
      seats: 5,
      pagesPerDocument: 2_000,
      apiKeys: 20,
    })
  })

  it('lets the figures of Team hold where a contract says nothing', () => {
    expect(planFigures('enterprise', 10)).toEqual(planFigures('team', 10))
  })
})

describe('planWithMore and planWithFeature', () => {
  it('name the smallest plan that helps', () => {
    expect(planWithMore('free', 'credits')).toBe('pro')
    expect(planWithMore('free', 'seats')).toBe('team')
    expect(planWithMore('team', 'pages')).toBe('enterprise')
    expect(planWithMore('enterprise', 'credits')).toBeUndefined()
    expect(planWithFeature('mindMap')).toBe('pro')
    expect(planWithFeature('members')).toBe('team')
  })
})

describe('stoppedAnswerMc', () => {
  it.each([
    [0, 0, 1],
    [1, 0, 1],
    [10, 0, 1],
    [11, 0, 2],
    [100, 25, 20],
    [9_999, 0, 1_000],
    [10_000, 1, 1_000],
  ])('charges %d input and %d output tokens with %d mc', (input, output, mc) => {
    expect(stoppedAnswerMc(input, output)).toBe(mc)
  })

  it('stays between 1 and the price of an answer and never falls with more tokens', () => {
    fc.assert(
      fc.property(fc.nat(1e7), fc.nat(1e7), (input, output) => {
        const mc = stoppedAnswerMc(input, output)
        return mc >= 1 && mc <= 1_000 && stoppedAnswerMc(input, output + 1) >= mc && Number.isInteger(mc)
      }),
    )
  })
})

describe('credits', () => {
  it('go to credits and back without a loss', () => {
    fc.assert(fc.property(fc.nat(1e12), (mc) => toMilliCredits(toCredits(mc)) === mc))
  })

  it('are written with at most three decimals', () => {
    expect(formatCredits(1_499_750)).toBe('1,499.75')
    expect(formatCredits(1)).toBe('0.001')
    expect(formatCredits(50_000)).toBe('50')
  })
})
