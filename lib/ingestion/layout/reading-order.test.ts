import { describe, expect, it } from 'vitest'
import { buildLines, lineText } from './lines.ts'
import { type Piece, placeItem } from './piece.ts'
import { settleOrder } from './reading-order.ts'

const STYLE = { fontFamily: 'serif', ascent: 0.9, descent: -0.2, vertical: false }

function piece(str: string, x: number, y: number, dir = 'ltr'): Piece {
  const item = { str, dir, width: str.length * 5, height: 10, transform: [10, 0, 0, 10, x, y], fontName: 'f' }
  const placed = placeItem(item, STYLE, [1, 0, 0, -1, 0, 842])
  if (!placed) throw new Error('the item has no place')
  return placed
}

const settle = (pieces: Piece[]) => settleOrder(buildLines(pieces)).map(lineText)
const rows = (count: number, make: (y: number, i: number) => Piece[]) =>
  Array.from({ length: count }, (_, i) => make(700 - i * 12, i)).flat()
const left = (i: number) => `the harbour lies to the left ${i}`
const right = (i: number) => `the lighthouse stands right ${i}`

describe('settleOrder', () => {
  it('reads columns that were drawn in turns one after the other', () => {
    const title = piece('A title that lies across the two columns of the page and goes on', 50, 740)
    const columns = rows(8, (y, i) => [piece(left(i), 50, y), piece(right(i), 320, y)])
    const numbers = [...Array(8).keys()]
    expect(settle([title, ...columns])).toEqual([title.text, ...numbers.map(left), ...numbers.map(right)])
  })

  it('leaves a table alone, and code beside its comments', () => {
    const table = rows(9, (y, i) => [
      piece(`Tide ${i}`, 50, y),
      piece(`${i}.5 m`, 200, y),
      piece('06:40', 320, y),
    ])
    expect(settle(table)).toEqual(buildLines(table).map(lineText))
    const code = rows(9, (y, i) => [
      piece('load(state, base)'.slice(0, 5 + i), 50, y),
      piece('// a remark that may be quite long'.slice(0, 12 + (i % 3) * 9), 200, y),
    ])
    expect(settle(code)).toEqual(buildLines(code).map(lineText))
  })

  it('leaves right-to-left pages alone', () => {
    const page = rows(8, (y, i) => [piece(`نص ${left(i)}`, 320, y, 'rtl'), piece(right(i), 50, y - 5)])
    expect(settle(page)).toEqual(buildLines(page).map(lineText))
  })

  it('raises a head that was drawn after the text', () => {
    const body = rows(4, (y, i) => [piece(left(i), 50, y)])
    expect(settle([...body, piece('The head of the page', 50, 760)])).toEqual([
      'The head of the page',
      ...[0, 1, 2, 3].map(left),
    ])
  })

  it('leaves a second column where it is, though it begins higher', () => {
    const first = rows(4, (y, i) => [piece(left(i), 50, y)])
    const second = rows(4, (y, i) => [piece(right(i), 320, y + 60)])
    expect(settle([...first, ...second])).toEqual([...[0, 1, 2, 3].map(left), ...[0, 1, 2, 3].map(right)])
  })
})
