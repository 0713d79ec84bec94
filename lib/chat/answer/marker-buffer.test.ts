import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Claim } from './claim-cutter.ts'
import { createMarkerBuffer } from './marker-buffer.ts'

const KNOWN = new Set([1, 2, 3])

function read(chunks: readonly string[]) {
  const buffer = createMarkerBuffer((marker) => KNOWN.has(marker))
  const pieces = [...chunks.flatMap((chunk) => buffer.push(chunk)), ...buffer.end()]
  const text = pieces.map((piece) => (piece.type === 'text' ? piece.text : '')).join('')
  const claims = pieces.flatMap((piece) => (piece.type === 'claim' ? [piece.claim] : []))
  return { text, claims, pieces, shown: buffer.text }
}

const outline = (claims: readonly Claim[]) => claims.map(({ text, markers }) => [text, [...markers]])

describe('createMarkerBuffer', () => {
  it('takes markers out of the text and ties them to the sentence before', () => {
    const { text, claims } = read(['Nodes accept it. [1] They show it by working on. [2][3] Then it ends.'])
    expect(text).toBe('Nodes accept it. They show it by working on. Then it ends.')
    expect(outline(claims)).toEqual([
      ['Nodes accept it.', [1]],
      ['They show it by working on.', [2, 3]],
      ['Then it ends.', []],
    ])
    for (const { start, end, text: claim } of claims) expect(text.slice(start, end)).toBe(claim)
  })

  it('never shows a half-written marker, however the stream is cut', () => {
    const whole =
      'One [1, 2]. Two [^3] and [x] and `a[1]` more. [9] “A. B.” [2]\n\n- item one [1]\n- item two\n\nThese\n- item three\n'
    const expected = read([whole])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (lengths) => {
        const chunks: string[] = []
        for (let at = 0, turn = 0; at < whole.length; turn++) {
          const length = lengths[turn % lengths.length] ?? 1
          chunks.push(whole.slice(at, at + length))
          at += length
        }
        const buffer = createMarkerBuffer((marker) => KNOWN.has(marker))
        for (const chunk of chunks) {
          buffer.push(chunk)
          expect(buffer.text).not.toMatch(/\[\^?\d*$|\[\d[^\]]*$/)
        }
        const streamed = read(chunks)
        expect(streamed.text).toBe(expected.text)
        expect(streamed.claims).toEqual(expected.claims)
      }),
    )
  })

  it('drops ids that were never given', () => {
    const { text, claims } = read(['It was invented [7]. This one stands [2].'])
    expect(text).toBe('It was invented. This one stands.')
    expect(outline(claims)).toEqual([
      ['It was invented.', []],
      ['This one stands.', [2]],
    ])
  })

  it('drops a marker that the stream left half-written', () => {
    expect(read(['It is so. [1', '']).text).toBe('It is so.')
    expect(read(['It is so. [', '']).text).toBe('It is so.')
  })

  it('leaves code alone', () => {
    const code = 'Use it:\n\n```js\nconst x = list[1]\nx[2] = 3\n```\n\nDone. [1]'
    const { text, claims } = read([...code])
    expect(text).toBe('Use it:\n\n```js\nconst x = list[1]\nx[2] = 3\n```\n\nDone.')
    expect(outline(claims)).toEqual([
      ['Use it:', []],
      ['Done.', [1]],
    ])
    expect(read(['Take `a[1]` there. [1]']).text).toBe('Take `a[1]` there.')
  })

  it('takes a lone backtick for no code, so that markers behind it are still found', () => {
    const { text, claims } = read(['A ` stray tick. [1]\nNext line. [2]'])
    expect(text).toBe('A ` stray tick.\nNext line.')
    expect(claims.map((claim) => claim.markers)).toEqual([[1], [2]])
  })

  it('passes escaped brackets and links on', () => {
    const { text, claims } = read(['As shown in \\[12\\] before. [1] See [1](https://example.org/a) there.'])
    expect(text).toBe('As shown in \\[12\\] before. See [1](https://example.org/a) there.')
    expect(claims[0]?.markers).toEqual([1])
  })

  it('ends a claim at its marker inside a sentence', () => {
    const { claims } = read(['Nodes accept a block “only if it is valid” [1], so the first one wins [2].'])
    expect(outline(claims)).toEqual([
      ['Nodes accept a block “only if it is valid”,', [1]],
      ['so the first one wins.', [2]],
    ])
  })

  it('does not cut a quotation, an abbreviation, an initial or a number', () => {
    expect(
      outline(
        read(['“It ended. It began.” [1] Dr. J. Smith et al. paid 3.5 dollars, e.g. for tea. Yes.']).claims,
      ),
    ).toEqual([
      ['“It ended. It began.”', [1]],
      ['Dr. J. Smith et al. paid 3.5 dollars, e.g. for tea.', []],
      ['Yes.', []],
    ])
  })

  it('keeps paragraphs and list items apart, and skips headings', () => {
    const { text, claims } = read(['# Title\n\nFirst. [1]\n\nSecond one\n\n1. Third. [2]\n2. Fourth [3]\n'])
    expect(text).toBe('# Title\n\nFirst.\n\nSecond one\n\n1. Third.\n2. Fourth')
    expect(outline(claims)).toEqual([
      ['First.', [1]],
      ['Second one', []],
      ['Third.', [2]],
      ['Fourth', [3]],
    ])
  })
})
