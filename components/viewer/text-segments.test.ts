import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MarkedRange, toSegments } from './text-segments.ts'

const mark = (
  id: string,
  charStart: number,
  charEnd: number,
  kind: 'mark' | 'match' = 'mark',
): MarkedRange => ({
  id,
  kind,
  charStart,
  charEnd,
})

describe('toSegments', () => {
  it('cuts at the edges of a range', () => {
    const segments = toSegments('one two three', [mark('a', 4, 7)])
    expect(segments.map((s) => [s.text, s.range?.id ?? null])).toEqual([
      ['one ', null],
      ['two', 'a'],
      [' three', null],
    ])
  })

  it('draws a citation over a search hit and names only the first piece of a range', () => {
    const segments = toSegments('abcdef', [mark('hit', 0, 6, 'match'), mark('cite', 2, 4)])
    expect(segments.map((s) => [s.text, s.range?.id, s.first])).toEqual([
      ['ab', 'hit', true],
      ['cd', 'cite', true],
      ['ef', 'hit', false],
    ])
  })

  it('gives back the text, whatever the ranges', () => {
    const range = fc
      .tuple(fc.nat(60), fc.nat(60))
      .map(([a, b]) => mark(`${a}-${b}`, Math.min(a, b), Math.max(a, b)))
    void fc.assert(
      fc.property(fc.string({ maxLength: 50 }), fc.array(range, { maxLength: 6 }), (text, ranges) => {
        expect(
          toSegments(text, ranges)
            .map((s) => s.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
