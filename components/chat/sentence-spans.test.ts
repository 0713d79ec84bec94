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
  const processor = unified()
    .use(remarkParse)
    .use(
      sentenceSpans(
        sentences.map((sentence) => ({
          start: markdown.indexOf(sentence),
          end: markdown.indexOf(sentence) + sentence.length,
          verdict: 'exact',
          citationIds: [],
        })),
      ),
    )
  return collectSpans(processor.runSync(processor.parse(markdown)))
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
