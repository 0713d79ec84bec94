import { describe, expect, it } from 'vitest'
import { groupCitations } from './group-citations.ts'
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
