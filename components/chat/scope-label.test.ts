import { describe, expect, it } from 'vitest'
import { countScope, toScopeLabel } from './scope-label.ts'

const DOCUMENTS = ['one', 'two', 'three'].map((id) => ({ id, name: `${id}.pdf` }))

describe('toScopeLabel', () => {
  it('counts the documents when all are asked', () => {
    expect(toScopeLabel({}, DOCUMENTS)).toBe('all 3 documents')
  })

  it('names the only document there is', () => {
    expect(toScopeLabel({}, DOCUMENTS.slice(0, 1))).toBe('one.pdf')
  })

  it('names one chosen document', () => {
    expect(toScopeLabel({ documentIds: ['two'] }, DOCUMENTS)).toBe('two.pdf')
  })

  it('names the first of several and counts the rest', () => {
    expect(toScopeLabel({ documentIds: ['three', 'one', 'two'] }, DOCUMENTS)).toBe('three.pdf and 2 more')
  })

  it('says that a chosen document is gone', () => {
    expect(toScopeLabel({ documentIds: ['gone'] }, DOCUMENTS)).toBe('a deleted document')
  })
})

describe('countScope', () => {
  it('counts the chosen documents, or else all of them', () => {
    expect(countScope({ documentIds: ['one'] }, DOCUMENTS)).toBe(1)
    expect(countScope({}, DOCUMENTS)).toBe(3)
  })
})
