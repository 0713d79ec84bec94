import { describe, expect, it } from 'vitest'
import { toCsv } from './csv.ts'

describe('toCsv', () => {
  it('ends every row with CRLF and quotes what would break a row', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          ['x,y', 'say "no"'],
          ['two\nlines', null],
        ],
      ),
    ).toBe('a,b\r\n"x,y","say ""no"""\r\n"two\nlines",\r\n')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'keeps %j from being run as a formula',
    (text) => {
      const [, cell = ''] = toCsv(['a'], [[text]]).split('a\r\n')
      expect(cell.replace(/^"/, '').startsWith("'")).toBe(true)
    },
  )

  it('leaves numbers numbers, also below zero', () => {
    expect(toCsv(['a', 'b', 'c'], [[-1.5, 12n, true]])).toBe('a,b,c\r\n-1.5,12,true\r\n')
  })
})
