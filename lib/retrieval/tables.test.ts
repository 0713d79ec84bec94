import { describe, expect, it } from 'vitest'
import { findTables, type LineRange } from './tables.ts'

function read(text: string) {
  const cut = (range: LineRange | null) => range && text.slice(range.start, range.end)
  return findTables(text).map(({ header, rows }) => ({ header: cut(header), rows: rows.map(cut) }))
}

describe('findTables', () => {
  it('finds a Markdown table with its header', () => {
    const text =
      'Paid up to the limit.\n\n| City | Limit |\n|---|---|\n| Paris | 190 |\n| Oslo | 175 |\n\nKeep receipts.'
    expect(read(text)).toEqual([{ header: '| City | Limit |', rows: ['| Paris | 190 |', '| Oslo | 175 |'] }])
  })

  it('knows rows of a Markdown table that was begun elsewhere', () => {
    expect(read('| Paris | 190 |\n| Oslo | 175 |')).toEqual([
      { header: null, rows: ['| Paris | 190 |', '| Oslo | 175 |'] },
    ])
  })

  it('finds lines of figures with the line that names their columns', () => {
    const text =
      'Ships fell.\n\nPort Ships Crew (full)\nVale 2,190 -48\nEast Pier 2,228 51\n\nThe dredger came.'
    expect(read(text)).toEqual([
      { header: 'Port Ships Crew (full)', rows: ['Vale 2,190 -48', 'East Pier 2,228 51'] },
    ])
  })

  it('takes a first row of years for the header', () => {
    expect(read('Port 2021 2022\nVale 2,190 48\nEast 2,228 51')[0]?.header).toBe('Port 2021 2022')
  })

  it('reads rows that blank lines keep apart', () => {
    expect(read('Port Ships Crew\n\nVale 12 48\n\nEast 22 51')[0]?.rows).toHaveLength(2)
  })

  it.each([
    ['a sentence', 'These are the figures of the year.\nVale 2,190 48\nEast 2,228 51'],
    ['a header broken over lines', 'Ships\nthat called in the year\nVale 2,190 48\nEast 2,228 51'],
  ])('names no columns after %s', (_, text) => {
    expect(read(text)).toMatchObject([{ header: null }])
  })

  it.each([
    ['prose that ends a line with figures', 'It rose between 2019 and\n2020 2021 and later it fell.'],
    ['one line of figures', 'Vale 2,190 48'],
    ['plain text', 'The harbour was dug in 1881.\nA crane lifts 40 t.'],
  ])('sees no table in %s', (_, text) => {
    expect(read(text)).toEqual([])
  })
})
