import { describe, expect, it } from 'vitest'
import type { DayFigures } from './control-repository.ts'
import { judgeDenials, judgeEstimates, judgeMargins, judgeOverage } from './figures.ts'

const day = (figures: Partial<DayFigures>): DayFigures => ({
  action: 'answer',
  planKey: 'pro',
  netMc: 0,
  chargedMc: 0,
  overageMc: 0,
  costMicroUsd: 0,
  writeOffMicroUsd: 0,
  ...figures,
})

describe('judging the figures of a day', () => {
  it('bears a little overage, and not more than a twentieth of what was charged', () => {
    expect(judgeOverage([day({ overageMc: 50_000 })]).ok).toBe(true)
    expect(judgeOverage([day({ overageMc: 50_001 })]).ok).toBe(false)
    expect(judgeOverage([day({ overageMc: 100_000, chargedMc: 2_000_000 })]).ok).toBe(true)
    expect(judgeOverage([day({ overageMc: 100_001, chargedMc: 2_000_000 })]).ok).toBe(false)
  })

  it('works the margin of an action out of paid plans: 1 credit of Pro is worth a cent', () => {
    const rows = [
      day({ netMc: 200_000, costMicroUsd: 1_500_000 }),
      day({ planKey: 'free', costMicroUsd: 9_000_000 }),
    ]
    expect(judgeMargins(rows)).toEqual({
      ok: true,
      violations: 0,
      sample: [
        { action: 'answer', revenueMicroUsd: 2_000_000, costMicroUsd: 1_500_000, marginMicroUsd: 500_000 },
      ],
    })
    expect(judgeMargins([day({ netMc: 100_000, costMicroUsd: 1_500_000 })]).ok).toBe(false)
    expect(judgeMargins([day({ netMc: 0, costMicroUsd: 999_999 })]).ok).toBe(true)
  })

  it('judges estimates model by model, once there are calls enough', () => {
    const of = (calls: number, estimated: number) =>
      judgeEstimates([{ model: 'a', calls, counted: 1_000, estimated }])
    expect([of(20, 1_250).ok, of(20, 1_260).ok, of(20, 740).ok, of(19, 5_000).ok]).toEqual([
      true,
      false,
      false,
      true,
    ])
    expect(of(20, 1_100).sample).toEqual([{ model: 'a', calls: 20, deviation: 0.1 }])
  })

  it('calls ten thousand refusals in a day too many', () => {
    expect(judgeDenials([{ code: 'quota_exceeded', count: 10_000 }]).ok).toBe(true)
    expect(judgeDenials([{ code: 'quota_exceeded', count: 10_001 }]).ok).toBe(false)
  })
})
