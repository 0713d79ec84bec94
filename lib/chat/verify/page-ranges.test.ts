import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toPageRanges } from './page-ranges.ts'

const pages = new Map([
  [3, 'First page. It ends with a sentence that'],
  [4, 'goes on here. Then another.'],
])
const passage = {
  text: 'It ends with a sentence that\ngoes on here.',
  pageStart: 3,
  charStart: 12,
  pageEnd: 4,
  charEnd: 13,
}

describe('toPageRanges', () => {
  it('gives a range across a page break as two', () => {
    const start = passage.text.indexOf('sentence')
    expect(toPageRanges(passage, { start, end: passage.text.length }, pages)).toEqual([
      { page: 3, charStart: 27, charEnd: 40 },
      { page: 4, charStart: 0, charEnd: 13 },
    ])
  })

  it('skips a page without text between two others, whether or not it left a line break', () => {
    const withEmpty = new Map([
      [1, 'one two'],
      [2, ''],
      [3, 'three four'],
    ])
    for (const text of ['one two\n\nthree four', 'one two\nthree four']) {
      const place = { text, pageStart: 1, charStart: 0, pageEnd: 3, charEnd: 10 }
      expect(toPageRanges(place, { start: 4, end: text.length - 5 }, withEmpty)).toEqual([
        { page: 1, charStart: 4, charEnd: 7 },
        { page: 3, charStart: 0, charEnd: 5 },
      ])
    }
  })

  it('gives nothing when passage and pages disagree', () => {
    expect(toPageRanges({ ...passage, text: `${passage.text}!` }, { start: 0, end: 5 }, pages)).toBeNull()
    expect(toPageRanges(passage, { start: 0, end: 5 }, new Map([[3, 'x']]))).toBeNull()
  })

  it('points at the same characters, wherever the pages break', () => {
    const page = fc
      .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
      .filter((text) => !/\n/.test(text))
    fc.assert(
      fc.property(fc.array(page, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), (texts, a, b) => {
        const stored = new Map(texts.map((text, at) => [at + 1, text]))
        const text = texts.join('\n')
        const place = {
          text,
          pageStart: 1,
          charStart: 0,
          pageEnd: texts.length,
          charEnd: texts.at(-1)?.length ?? 0,
        }
        const [start = 0, end = 0] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y)
        const ranges = toPageRanges(place, { start, end }, stored) ?? []
        const found = ranges
          .map((range) => stored.get(range.page)?.slice(range.charStart, range.charEnd))
          .join('')
        expect(found.replace(/\s/g, '')).toBe(text.slice(start, end).replace(/\s/g, ''))
      }),
    )
  })
})
