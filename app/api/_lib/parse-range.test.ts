import { describe, expect, it } from 'vitest'
import { parseRange } from './parse-range.ts'

describe('parseRange', () => {
  it.each([
    ['bytes=0-99', { start: 0, end: 99 }],
    ['bytes=900-', { start: 900, end: 999 }],
    ['bytes=-100', { start: 900, end: 999 }],
    ['bytes=-5000', { start: 0, end: 999 }],
    ['bytes=0-5000', { start: 0, end: 999 }],
    ['bytes=999-999', { start: 999, end: 999 }],
  ])('reads %s of 1,000 bytes', (header, range) => {
    expect(parseRange(header, 1000)).toEqual(range)
  })

  it.each([null, '', 'bytes=', 'bytes=-', 'bytes=5-2', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,4-5'])(
    'takes %j for the whole file',
    (header) => {
      expect(parseRange(header, 1000)).toBeUndefined()
    },
  )

  it.each(['bytes=1000-', 'bytes=-0'])('refuses %s, which holds no byte', (header) => {
    expect(() => parseRange(header, 1000)).toThrow(expect.objectContaining({ code: 'range_not_satisfiable' }))
  })
})
