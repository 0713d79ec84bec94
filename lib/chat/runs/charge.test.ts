import { describe, expect, it } from 'vitest'
import { toChargeMc } from './charge.ts'

const usage = { inputTokens: 101, outputTokens: 30 }

describe('toChargeMc', () => {
  it('charges an answer in full, whatever it used', () => {
    expect(toChargeMc('answered', true, usage)).toBe(1_000)
  })

  it('charges a stopped answer by its tokens, rounded up', () => {
    expect(toChargeMc('stopped', true, usage)).toBe(23)
  })

  it('charges a stopped answer at least 1 and at most its price', () => {
    expect(toChargeMc('stopped', true, { inputTokens: 0, outputTokens: 0 })).toBe(1)
    expect(toChargeMc('stopped', true, { inputTokens: 9_000, outputTokens: 900 })).toBe(1_000)
  })

  it('charges nothing for what was stopped before its first text, refused, failed or lost', () => {
    expect(toChargeMc('stopped', false, usage)).toBe(0)
    expect(toChargeMc('refused', true, usage)).toBe(0)
    expect(toChargeMc('failed', true, usage)).toBe(0)
    expect(toChargeMc('interrupted', true, usage)).toBe(0)
  })
})
