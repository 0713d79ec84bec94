import { describe, expect, it } from 'vitest'
import { PRICES } from '#lib/billing/plans.ts'
import { priceByPage } from './price-by-page.ts'

describe('priceByPage', () => {
  const reindex = (pages: number) => priceByPage(PRICES.reindex, pages)

  it.each([
    [1, 1_000],
    [49, 1_000],
    [50, 1_000],
    [51, 1_020],
    [1_204, 24_080],
  ])('tells for %i pages a price of %i mc', (pages, mc) => {
    expect(reindex(pages).amountMc).toBe(mc)
  })

  it.each([1, 50, 51])('of %i pages gives lines that add up to the price', (pages) => {
    const { amountMc, breakdown } = reindex(pages)
    expect(breakdown.reduce((sum, line) => sum + line.amountMc, 0)).toBe(amountMc)
    for (const { quantity, unitMc, amountMc: line } of breakdown) expect(quantity * unitMc).toBe(line)
  })
})
