import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitSentences } from './sentences.ts'

const split = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end))

describe('splitSentences', () => {
  it('ends at marks before a capital, with their closing quotes', () => {
    expect(split('He left. “Why?” she asked. Nobody knew! It rained.')).toEqual([
      'He left.',
      '“Why?” she asked.',
      'Nobody knew!',
      'It rained.',
    ])
  })

  it('does not end at abbreviations, initials, decimals or versions', () => {
    for (const sentence of [
      'Dr. Smith met J. R. Jones at 3.30 p.m. on Monday.',
      'See Fig. 3 and Eq. 12 for v2.3.1 of it.',
      'The U.S. Army paid 4.5 million.',
      'It costs approx. 20 euro, e.g. Monday to Friday.',
    ]) {
      expect(split(sentence)).toEqual([sentence])
    }
  })

  it('ends after an abbreviation when a new sentence plainly begins', () => {
    expect(split('They moved to the U.S. The army stayed.')).toHaveLength(2)
    expect(split('Nuts, bolts, etc. Everything else is sold.')).toHaveLength(2)
  })

  it('takes list items, headings and paragraphs apart, and wrapped lines together', () => {
    expect(
      split('# Rules\nAlways be\nkind.\n\nItems\n- one thing\n- another\n1. First point\n2. Second'),
    ).toEqual([
      '# Rules',
      'Always be\nkind.',
      'Items',
      '- one thing',
      '- another',
      '1. First point',
      '2. Second',
    ])
  })

  it('knows ideographic full stops', () => {
    expect(split('今日は。明日も。')).toEqual(['今日は。', '明日も。'])
  })

  it('cuts a text without full stops into bounded pieces', () => {
    expect(Math.max(...split('word '.repeat(1_000)).map(({ length }) => length))).toBeLessThanOrEqual(1_000)
  })

  it('covers every character but white space, in order, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const ranges = splitSentences(text)
        ranges.forEach(({ start, end }, at) => {
          expect(start).toBeLessThan(end)
          expect(start).toBeGreaterThanOrEqual(ranges[at - 1]?.end ?? 0)
        })
        const kept = ranges.map(({ start, end }) => text.slice(start, end)).join('')
        expect(kept.replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
      }),
    )
  })
})
