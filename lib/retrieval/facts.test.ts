import { describe, expect, it } from 'vitest'
import { countNegations, holdsNumbers, quotesNumbers, readDenials, readNumbers } from './facts.ts'

const facts = (text: string) => readNumbers(text).map(({ value, unit }) => `${value} ${unit}`.trim())

describe('readNumbers', () => {
  it.each([
    ['1,284 households', ['1284']],
    ['a fall of -4.5 %', ['-4.5 %']],
    ['€4.5 million', ['4.5 million|€']],
    ['5 million dollars in 3 years', ['5 million dollar', '3 year']],
    ['5 mW and 5 MW', ['5 mW', '5 MW']],
  ])('reads %j as %j', (text, expected) => {
    expect(facts(text)).toEqual(expected)
  })
})

describe('numbers of a claim', () => {
  it('may leave a unit out for the support rule only', () => {
    const [claim, source] = [readNumbers('It lifts 40.'), readNumbers('It lifts 40 t.')]
    expect(quotesNumbers(claim, source)).toBe(true)
    expect(holdsNumbers(claim, source)).toBe(false)
  })

  it('never take another unit', () => {
    expect(quotesNumbers(readNumbers('40 kg'), readNumbers('40 t'))).toBe(false)
  })
})

describe('denials', () => {
  it('are counted, contracted ones too', () => {
    expect(countNegations("They don't sail and never did; scarcely anyone, without reason, may not.")).toBe(5)
  })

  it('name the words behind them, as far as the clause goes', () => {
    expect(readDenials('valid and not already spent, never again')).toEqual([['already', 'spent'], ['again']])
  })
})
