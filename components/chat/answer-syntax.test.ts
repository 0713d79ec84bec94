import type { Nodes } from 'mdast'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, it } from 'vitest'
import { escapeMarkdown } from '#lib/chat/answer/markdown.ts'
import { ANSWER_SYNTAX } from './answer-syntax.ts'
import { sentenceSpans } from './sentence-spans.ts'

const parser = unified().use(remarkParse).use(ANSWER_SYNTAX)
const parse = (source: string) => parser.parse(source)

function textOf(node: Nodes): string {
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}
function typesOf(node: Nodes): string[] {
  return [node.type, ...('children' in node ? node.children.flatMap(typesOf) : [])]
}

const ADDRESSES = [
  'https://example.org/a_b*c?x=1&y=~2#top',
  'http://example.org/[1]',
  'www.example.org/a_b',
  'ada_l@example.org',
  'mailto:ada@example.org',
]

describe('an address in an answer', () => {
  it('reads as it stands in the document when it was quoted, with what follows outside of it', () => {
    for (const address of ADDRESSES) {
      const tree = parse(`“${escapeMarkdown(`See ${address}`)}” and more`)
      expect(textOf(tree)).toBe(`“See ${address}” and more`)
      expect(typesOf(tree)).not.toContain('link')
    }
  })

  it('keeps the sentence around it whole, and its end in its place', () => {
    const source = `“${escapeMarkdown('Read https://example.org/a_b.')}” So it is.`
    const end = source.indexOf(' So')
    const sentences = [
      { start: 0, end, verdict: 'exact' as const, citationIds: [] },
      { start: end + 1, end: source.length, verdict: 'exact' as const, citationIds: [] },
    ]
    const spanned = unified().use(remarkParse).use(ANSWER_SYNTAX).use(sentenceSpans(sentences))
    const spans = JSON.stringify(spanned.runSync(spanned.parse(source), source))
    expect(spans.match(/"dataTail":"true"/g)).toHaveLength(2)
    expect(spans).toContain('“Read https://example.org/a_b.')
  })

  it('is a link where the answer makes it one', () => {
    expect(typesOf(parse('See [the paper](https://example.org/a) and <https://example.org/b>.'))).toEqual([
      ...['root', 'paragraph', 'text', 'link', 'text', 'text', 'link', 'text', 'text'],
    ])
  })

  it('leaves tables and struck words as GitHub has them', () => {
    expect(typesOf(parse('| a |\n| - |\n| ~~b~~ |'))).toEqual(
      expect.arrayContaining(['table', 'tableCell', 'delete']),
    )
  })
})

describe('escapeMarkdown', () => {
  it('leaves no bare address to programs that take the copied answer', () => {
    expect(escapeMarkdown('https://a.org, http://b.org, www.c.org, d@e.org')).toBe(
      'https\\://a.org, http\\://b.org, www\\.c.org, d\\@e.org',
    )
    expect(escapeMarkdown('Note: at 10:30 it ends.')).toBe('Note: at 10:30 it ends.')
  })
})
