import { describe, expect, it } from 'vitest'
import { makeCitation } from './states.ts'
import { toMarkdown } from './to-markdown.ts'

const FIRST = makeCitation(1, { quote: 'One is one', documentName: 'a.pdf', page: 3 })
const SECOND = makeCitation(2, { quote: 'Two is two', documentName: 'b.pdf', page: 7 })
const TEXT = 'One. Two.'

describe('toMarkdown', () => {
  it('puts the markers at the ends of their sentences and the sources below', () => {
    const sentences = [
      { start: 0, end: 4, verdict: 'exact' as const, citationIds: [FIRST.id] },
      { start: 5, end: 9, verdict: 'supported' as const, citationIds: [FIRST.id, SECOND.id] },
    ]
    expect(toMarkdown({ text: TEXT, sentences, citations: [FIRST, SECOND] })).toBe(
      'One.[^1] Two.[^1][^2]\n\n[^1]: “One is one” a.pdf, p. 3\n[^2]: “Two is two” b.pdf, p. 7\n',
    )
  })

  it('gives the text as it is when nothing is cited', () => {
    const sentences = [{ start: 0, end: 4, verdict: 'unsupported' as const, citationIds: [] }]
    expect(toMarkdown({ text: TEXT, sentences, citations: [] })).toBe(TEXT)
  })

  it('writes no marker for a citation that is not there', () => {
    const sentences = [{ start: 0, end: 4, verdict: 'exact' as const, citationIds: [SECOND.id] }]
    expect(toMarkdown({ text: TEXT, sentences, citations: [FIRST] })).toMatch(/^One\. Two\.\n/)
  })
})
