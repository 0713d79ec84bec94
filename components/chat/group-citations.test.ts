import { describe, expect, it } from 'vitest'
import { groupCitations, landingOf } from './group-citations.ts'
import { makeCitation } from './states.ts'

describe('groupCitations', () => {
  it('puts what shares a marker into one footnote, in the order of the first', () => {
    const head = makeCitation(1, { id: 'head' })
    const row = makeCitation(1, { id: 'row' })
    const other = makeCitation(2)
    expect(groupCitations([head, other, row])).toEqual([[head, row], [other]])
  })

  it('has nothing for nothing', () => {
    expect(groupCitations([])).toEqual([])
  })
})

describe('landingOf', () => {
  it('takes a row after its header on one page, and the first page of a quote that goes over two', () => {
    const head = makeCitation(1, { id: 'head', page: 3 })
    const row = makeCitation(1, { id: 'row', page: 3 })
    const rest = makeCitation(1, { id: 'rest', page: 4 })
    expect(landingOf([head, row])).toBe(row)
    expect(landingOf([head, rest])).toBe(head)
  })
})
