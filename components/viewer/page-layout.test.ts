import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOutPages, PAGE_GAP, toDrawnPages, toOffset, toPlace, toShownPage } from './page-layout.ts'

const ratios = new Map([
  [1, 1.5],
  [3, 0.5],
])
const layout = layOutPages(4, 200, ratios)

describe('layOutPages', () => {
  it('takes a page that is not known for one like the first', () => {
    expect(layout.heights).toEqual([300, 300, 100, 300])
    expect(layout.tops).toEqual([16, 332, 648, 764])
    expect(layout.total).toBe(1080)
  })

  it('guesses A4 while nothing is known', () => {
    expect(layOutPages(1, 100, new Map()).heights).toEqual([141])
  })
})

describe('places', () => {
  it('stay on the same line of the same page when pages change their size', () => {
    const place = toPlace(layout, 332 + 158)
    expect(place).toEqual({ page: 2, share: 0.5 })
    expect(toOffset(layOutPages(4, 400, ratios), place)).toBe(632 + 308)
  })

  it('come back to the same height', () => {
    void fc.assert(
      fc.property(fc.integer({ min: 0, max: layout.total }), (y) => {
        expect(toOffset(layout, toPlace(layout, y))).toBeCloseTo(y, 6)
      }),
    )
  })

  it('before the first page belong to it, behind the last one to that', () => {
    expect(toPlace(layout, 0).page).toBe(1)
    expect(toPlace(layout, 9_999).page).toBe(4)
    expect(toOffset(layout, { page: 9, share: 0 })).toBe(764)
  })
})

describe('toDrawnPages', () => {
  it('draws what is in sight and a neighbour on each side', () => {
    expect(toDrawnPages(layOutPages(400, 200, ratios), 332, 200)).toEqual([1, 2, 3])
    expect(toDrawnPages(layOutPages(1, 200, ratios), 0, 900)).toEqual([1])
  })
})

describe('toShownPage', () => {
  it('names the page at the reading line', () => {
    expect(toShownPage(layout, 332 - PAGE_GAP, 400)).toBe(2)
    expect(toShownPage(layout, 0, 400)).toBe(1)
  })

  it('names the last page at the end, even when it does not reach the reading line', () => {
    expect(toShownPage(layout, layout.total - 900, 900)).toBe(4)
  })
})
