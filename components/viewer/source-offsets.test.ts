import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignSource } from './source-offsets.ts'

/** What stands in the value between two offsets of the source. */
const cut = (source: string, value: string, part: string) => {
  const place = alignSource(source, value)
  const start = source.indexOf(part)
  return value.slice(place(start), place(start + part.length))
}

describe('alignSource', () => {
  it('is the same place where nothing is escaped', () => {
    expect(cut('one two', 'one two', 'two')).toBe('two')
  })

  it('steps over the backslashes of escapes, and over an escaped backslash once', () => {
    expect(cut(String.raw`Cargo \| 140 \| 70`, 'Cargo | 140 | 70', '70')).toBe('70')
    expect(cut(String.raw`a \\ b`, String.raw`a \ b`, 'b')).toBe('b')
  })

  it('counts an entity as what it stands for', () => {
    expect(cut('R&amp;D costs', 'R&D costs', 'costs')).toBe('costs')
    expect(cut('&#128512; smiles', '😀 smiles', 'smiles')).toBe('smiles')
  })

  it('steps over the sign of a quotation before its second line', () => {
    expect(cut('one\n> two three', 'one\ntwo three', 'three')).toBe('three')
  })

  it('finds every piece of an escaped text, whatever it holds', () => {
    const piece = fc.constantFrom('a', 'word', '*', '|', '\\', '_', ' ', '9', '#')
    void fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 20 }), (pieces) => {
        const escaped = pieces.map((one) => one.replace(/[!-/:-@[-`{-~]/g, '\\$&'))
        const place = alignSource(escaped.join(''), pieces.join(''))
        const value = pieces.join('')
        const edges = escaped.map((_, index) => escaped.slice(0, index).join('').length)
        const found = escaped.map((one, index) => {
          const from = edges[index] ?? 0
          return value.slice(place(from), place(from + one.length))
        })
        expect(found).toEqual(pieces)
      }),
    )
  })
})
