import { describe, expect, it } from 'vitest'
import { sortDocuments } from './sort-documents.ts'
import { makeDocument } from './states.ts'

const documents = [
  makeDocument({ name: 'small', pageCount: 2 }),
  makeDocument({ name: 'failed', pageCount: 900, status: 'failed' }),
  makeDocument({ name: 'unread', pageCount: null, status: 'queued' }),
  makeDocument({ name: 'large', pageCount: 80 }),
]
const namesBy = (sort: 'newest' | 'pages') => sortDocuments(documents, sort).map(({ name }) => name)

describe('sortDocuments', () => {
  it('shows first what takes most pages; what takes none comes last', () => {
    expect(namesBy('pages')).toEqual(['large', 'small', 'failed', 'unread'])
  })

  it('leaves the order of the server otherwise', () => {
    expect(namesBy('newest')).toEqual(['small', 'failed', 'unread', 'large'])
  })
})
