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

  it.each([
    ...['=1+1', '+1', '-1', '-1.5', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\n\nx', '\tx'],
    ...[' =1', '  +1', '\u00a0-1', '\u0000=1', '\u0001@A1', '\u007f=1', '＝1', '＋1', '－1', '＠A1', ' ＝1'],
  ])('keeps %j from being run as a formula', (text) => {
    const [, cell = ''] = toCsv(['a'], [[text]]).split('a\r\n')
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true)
  })

  it.each(['a=1', 'Q1 -2 %', ' two words', '1-2', '_x', 'ada@example.org'])('leaves %j as it is', (text) => {
    expect(toCsv(['a'], [[text]])).toBe(`a\r\n${text}\r\n`)
  })

  it('leaves numbers numbers, also below zero', () => {
    expect(toCsv(['a', 'b', 'c'], [[-1.5, 12n, true]])).toBe('a,b,c\r\n-1.5,12,true\r\n')
  })
})
