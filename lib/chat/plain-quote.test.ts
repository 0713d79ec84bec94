import { describe, expect, it } from 'vitest'
import { toPlainQuote } from './plain-quote.ts'

describe('toPlainQuote', () => {
  it.each([
    ['The **Marlow ferry** was *built* in __1911__.', 'The Marlow ferry was built in 1911.'],
    ['## Tariffs of the harbour', 'Tariffs of the harbour'],
    ['- The repair cost `1,240` crowns.', 'The repair cost 1,240 crowns.'],
    ['> 2. Wait for the pilot.', 'Wait for the pilot.'],
    ['See [the log](https://example.com/log).', 'See the log.'],
    ['| Cargo ship | 140 crowns | 70 crowns |', 'Cargo ship · 140 crowns · 70 crowns'],
    ['| a | b |\n| --- | :-: |\n| 1 | 2 |', 'a · b;\n\n1 · 2'],
    ['100 \\| 200 \\* 3', '100 | 200 * 3'],
  ])('reads %j without its signs', (markdown, plain) => {
    expect(toPlainQuote(markdown)).toBe(plain)
  })

  it.each(['Its planks lie in shed_no_4.', '2 * 3 is 6, and 5 - 3 is 2.', 'In 1911, #4 sank.', 'a < b'])(
    'leaves %j alone',
    (text) => expect(toPlainQuote(text)).toBe(text),
  )

  it('reads a quote well that begins or ends within a sign', () => {
    expect(toPlainQuote('repair cost **1,240 crowns')).toBe('repair cost 1,240 crowns')
    expect(toPlainQuote('Cargo ship | 140 crowns')).toBe('Cargo ship · 140 crowns')
    expect(toPlainQuote(' |\n| Ship | 140 |')).toBe(';\nShip · 140')
    expect(toPlainQuote('-- | --- |\n| Boat | 12 |\n| ')).toBe('\nBoat · 12;\n')
  })
})
