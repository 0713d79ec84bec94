import * as fc from 'fast-check'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, it } from 'vitest'
import { isReadable } from './is-readable.ts'
import { markedMarkdown } from './marked-markdown.ts'

interface Part {
  type?: string
  value?: string
  children?: Part[]
  data?: { hProperties?: Properties; hChildren?: Part[] }
  properties?: Properties
}
interface Properties {
  dataRange?: string
  dataFirst?: string
}

const PAGE = String.raw`# Tariffs

The **Marlow ferry** costs 5 \* 3 crowns &amp; more.

| Vessel | Fee |
| --- | --- |
| Cargo ship | 140 crowns |

- Ring the bell, see [the log](https://example.com).

> First line
> second line

    depth = 4.2 * tide

<b>raw words</b>

[log]: https://example.com/log
`

describe('markedMarkdown', () => {
  it.each([
    ['Tariffs', ['Tariffs']],
    ['Marlow ferry** costs 5', ['Marlow ferry', ' costs 5']],
    [String.raw`5 \* 3 crowns &amp; more`, ['5 * 3 crowns & more']],
    ['Cargo ship | 140 crowns', ['Cargo ship', '140 crowns']],
    ['see [the log', ['see ', 'the log']],
    ['second', ['second']],
    ['4.2 * tide', ['4.2 * tide']],
    ['raw words', ['raw words']],
    ['example.com/log', ['example.com/log']],
  ])('marks exactly %j', (words, pieces) => {
    expect(marksOf(PAGE, [words])).toEqual(pieces.map((piece) => ['0', piece]))
  })

  it('keeps two ranges apart, and names the first piece of each', () => {
    const parts = collect(draw('One **two** three', ['One **two', 'three']))
    expect(parts.map(({ range, first, text }) => [range, first, text])).toEqual([
      ['0', true, 'One '],
      ['0', false, 'two'],
      ['1', true, 'three'],
    ])
  })

  it('marks any word of any page, and nothing else', () => {
    const opening = fc.constantFrom(
      '',
      '- ',
      '1. ',
      '> ',
      '## ',
      '| a | ',
      '**',
      '`',
      '    ',
      '[',
      '<i>',
      '&lt; ',
      '\\* ',
    )
    const gap = fc.constantFrom(' ', '\n', '\n\n')
    const page = fc.array(fc.tuple(opening, gap), { minLength: 1, maxLength: 12 })
    void fc.assert(
      fc.property(page, fc.nat(11), (pieces, pick) => {
        const markdown = pieces.map(([sign, space], index) => `${sign}word${index}x${space}`).join('')
        const word = `word${pick % pieces.length}x`
        expect(marksOf(markdown, [word])).toEqual([['0', word]])
      }),
    )
  })

  it('does not read what is nested without end', () => {
    expect(isReadable('> '.repeat(200))).toBe(false)
    expect(isReadable(`${'-'.repeat(300)}\n| a | b |\n`)).toBe(true)
  })
})

function draw(markdown: string, words: readonly string[]): Part {
  const ranges = words.map((one, index) => ({
    id: String(index),
    kind: 'mark' as const,
    charStart: markdown.indexOf(one),
    charEnd: markdown.indexOf(one) + one.length,
  }))
  const processor = unified().use(remarkParse).use(remarkGfm).use(markedMarkdown(ranges))
  return processor.runSync(processor.parse(markdown), markdown)
}

function collect(part: Part): { range: string; first: boolean; text: string }[] {
  const properties = part.properties ?? part.data?.hProperties
  const children = part.data?.hChildren ?? part.children ?? []
  if (properties?.dataRange === undefined) return children.flatMap(collect)
  const text = children.map(({ value }) => value).join('')
  return [{ range: properties.dataRange, first: properties.dataFirst !== undefined, text }]
}

const marksOf = (markdown: string, words: readonly string[]) =>
  collect(draw(markdown, words)).map(({ range, text }) => [range, text])
