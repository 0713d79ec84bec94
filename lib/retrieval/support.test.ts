import { describe, expect, it } from 'vitest'
import { assessSupport } from './support.ts'

const source = {
  title: 'Annual report',
  text: 'Anna Berg founded Northwind in 1987. In 2021 the company earned 4.5 million euros and did not pay a dividend. The pump delivers 30 kW at full load. Rain fell on Tuesday.',
}
const assess = (claim: string) => assessSupport(claim, source, { termWeights: new Map(), unseenWeight: 3 })

describe('assessSupport', () => {
  it('supports the words of the source, and fewer of them in another order', () => {
    expect(assess('Anna Berg founded Northwind in 1987.').supported).toBe(true)
    expect(assess('In 1987, Northwind was founded by Anna Berg.').supported).toBe(true)
  })

  it('gives the window as a range of the text', () => {
    const { window } = assess('The company earned 4.5 million euros in 2021.')
    expect(source.text.slice(window?.start, window?.end)).toContain('4.5 million euros')
  })

  it.each([
    ['a changed number', 'Anna Berg founded Northwind in 1988.', 'number'],
    ['a swapped unit', 'The pump delivers 30 MW at full load.', 'number'],
    ['a swapped scale', 'In 2021 the company earned 4.5 billion euros.', 'number'],
    ['another name', 'The firm Northwind was founded by Anna Larsson in 1987.', 'name'],
    ['an added not', 'The pump does not deliver 30 kW at full load.', 'negation'],
    ['other words', 'Penguins juggle turquoise marbles.', 'weight'],
  ])('refuses %s', (_, claim, failure) => {
    expect(assess(claim)).toMatchObject({ supported: false, failure })
  })

  it('refuses words that are spread over the passage', () => {
    expect(assess('Northwind founders pay rain at load').supported).toBe(false)
  })

  it('refuses a claim without words', () => {
    expect(assess('It is.')).toMatchObject({ supported: false, share: 0 })
  })
})
