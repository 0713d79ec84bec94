import { describe, expect, it } from 'vitest'
import { trimMarkup } from './trim-markup.ts'

const TABLE = '| City | Limit |\n|---|---|\n| Paris | 190 EUR |\n'

function trim(text: string, line = text): string | null {
  const start = text.indexOf(line)
  const range = trimMarkup(text, { start, end: start + line.length })
  return range && text.slice(range.start, range.end)
}

describe('trimMarkup', () => {
  it.each([
    ['- Minibars are not paid.', 'Minibars are not paid.'],
    ['  • Swarms: four.', 'Swarms: four.'],
    ['2. Sign the form.', 'Sign the form.'],
    ['> He said no.', 'He said no.'],
    ['## Hotels in town', 'Hotels in town'],
    ['Paid -- or not.', 'Paid -- or not.'],
    ['1911 was dry.', '1911 was dry.'],
  ])('quotes %j as %j', (line, words) => {
    expect(trim(line)).toBe(words)
  })

  it('quotes the cells of a row without its edges', () => {
    expect(trim(TABLE, '| Paris | 190 EUR |')).toBe('Paris | 190 EUR')
  })

  it('never quotes the head of a table or its rule alone', () => {
    expect(trim(TABLE, '| City | Limit |')).toBeNull()
    expect(trim(TABLE, '|---|---|')).toBeNull()
  })
})
