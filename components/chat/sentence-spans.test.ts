import * as fc from 'fast-check'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, it } from 'vitest'
import { sentenceSpans } from './sentence-spans.ts'

interface Part {
  value?: string
  children?: Part[]
  data?: { hProperties?: { dataSentence?: string; dataTail?: string } }
}

describe('sentenceSpans', () => {
  it('wraps each sentence and sets its last word apart', () => {
    expect(spansOf('It rains. It pours.', ['It rains.', 'It pours.'])).toEqual([
      ['0', 'It '],
      ['0 tail', 'rains.'],
      ['1', 'It '],
      ['1 tail', 'pours.'],
    ])
  })

  it('follows a sentence through emphasis, with one tail at its end', () => {
    expect(spansOf('It **really** rains.', ['It **really** rains.'])).toEqual([
      ['0', 'It '],
      ['0', 'really'],
      ['0', ' '],
      ['0 tail', 'rains.'],
    ])
  })

  it('keeps all words when escapes make the text shorter than its source', () => {
    const spans = spansOf('Five \\* six &amp; seven.', ['Five \\* six &amp; seven.'])
    expect(spans.map(([, words]) => words).join('')).toBe('Five * six & seven.')
  })

  it('gives every sentence of an escaped line its own words and its own end', () => {
    const rows = ['Boat \\| 12 \\| 6.', 'Yacht \\| 18 \\| 9.', 'Ship \\| 140 \\| 70.']
    expect(spansOf(rows.join(' '), rows).filter(([name]) => name.endsWith('tail'))).toEqual([
      ['0 tail', '6.'],
      ['1 tail', '9.'],
      ['2 tail', '70.'],
    ])
  })

  it('gives a sentence an end where it ends in code, and where all of it is code', () => {
    expect(spansOf('Run `npm start`', ['Run `npm start`'])).toEqual([
      ['0', 'Run '],
      ['0 tail', ''],
    ])
    expect(spansOf('```\ndepth = 4\n```', ['depth = 4'])).toEqual([['0 tail', '']])
  })

  it('gives every sentence exactly one end, in order, whatever blocks and signs it stands in', () => {
    const words = fc.constantFrom(
      'Fee \\| 12',
      'a \\* b &amp; c',
      'the **pier**',
      'code `x`',
      '2 < 3',
      'short',
      '\\\\',
    )
    const opening = fc.constantFrom('', '- ', '1. ', '> ', '# ', '| a | ', '```\n', '<div>', '    ')
    const gap = fc.constantFrom(' ', '\n', '\n\n')
    void fc.assert(
      fc.property(fc.array(fc.tuple(opening, words, gap), { minLength: 1, maxLength: 8 }), (pieces) => {
        let markdown = ''
        const ranges = pieces.map(([sign, text, space], index) => {
          markdown += sign
          const start = markdown.length
          markdown += `${text} ${index}.`
          const range = { start, end: markdown.length }
          markdown += space
          return range
        })
        const tails = spansIn(markdown, ranges).filter(([name]) => name.endsWith('tail'))
        expect(tails.map(([name]) => name)).toEqual(pieces.map((_, index) => `${index} tail`))
      }),
    )
  })

  it('leaves words outside of all sentences alone', () => {
    expect(spansOf('Before. It rains.', ['It rains.']).map(([, words]) => words)).toEqual(['It ', 'rains.'])
  })

  it('sets only the end of a very long word apart', () => {
    const word = `${'x'.repeat(40)}.`
    expect(spansOf(word, [word])).toEqual([
      ['0', 'x'.repeat(40)],
      ['0 tail', '.'],
    ])
  })
})

function spansOf(markdown: string, sentences: readonly string[]): [string, string][] {
  return spansIn(
    markdown,
    sentences.map((sentence) => {
      const start = markdown.indexOf(sentence)
      return { start, end: start + sentence.length }
    }),
  )
}

function spansIn(markdown: string, ranges: readonly { start: number; end: number }[]): [string, string][] {
  const processor = unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(sentenceSpans(ranges.map((range) => ({ ...range, verdict: 'exact', citationIds: [] }))))
  return collectSpans(processor.runSync(processor.parse(markdown), markdown))
}

function collectSpans(part: Part): [string, string][] {
  const { dataSentence, dataTail } = part.data?.hProperties ?? {}
  if (dataSentence === undefined) return (part.children ?? []).flatMap(collectSpans)
  return [
    [
      dataTail ? `${dataSentence} tail` : dataSentence,
      (part.children ?? []).map(({ value }) => value).join(''),
    ],
  ]
}
