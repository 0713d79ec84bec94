import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText, repairLamAlef } from './clean.ts'
import { findFurniture, findMarginLines } from './furniture.ts'
import { isGarbled } from './garbled.ts'
import { judgeHyphen, Vocabulary } from './hyphens.ts'
import { buildLines, lineText } from './lines.ts'
import { findMarkdownStructure } from './markdown.ts'
import { boxOf, type Piece, placeItem } from './piece.ts'
import { countTextPages, cutPages } from './text-pages.ts'

const UPRIGHT = [1, 0, 0, -1, 0, 842]
const PAGE = { width: 595, height: 842 }

function piece(str: string, x: number, y: number, { size = 10, dir = 'ltr' } = {}): Piece {
  const width = str.length * size * 0.5
  const item = { str, dir, width, height: size, transform: [size, 0, 0, size, x, y], fontName: 'f' }
  const placed = placeItem(
    item,
    { fontFamily: 'serif', ascent: 0.9, descent: -0.2, vertical: false },
    UPRIGHT,
  )
  if (!placed) throw new Error('the item has no place')
  return placed
}

describe('lines', () => {
  it('joins pieces on a baseline, with a space where the gap is one', () => {
    const lines = buildLines([
      piece('Har', 50, 700),
      piece('bour', 65, 700),
      piece('gate', 92, 700),
      piece('below', 50, 688),
    ])
    expect(lines.map(lineText)).toEqual(['Harbour gate', 'below'])
  })

  it('keeps the number of a note out of the word, and a power in', () => {
    const raised = (str: string, x: number) => piece(str, x, 704, { size: 6 })
    expect(buildLines([piece('word', 50, 700), raised('3', 70)]).map(lineText)).toEqual(['word 3'])
    expect(buildLines([piece('5 m', 50, 700), raised('2', 65)]).map(lineText)).toEqual(['5 m2'])
  })

  it('places turned text by its own direction', () => {
    const item = {
      str: 'up',
      dir: 'ltr',
      width: 20,
      height: 10,
      transform: [0, 10, -10, 0, 100, 700],
      fontName: 'f',
    }
    const placed = placeItem(item, undefined, UPRIGHT)
    expect(placed?.angle).toBe(270)
    const [left, top, right, bottom] = placed ? boxOf(placed) : []
    expect([left, top, right, bottom].map((value) => Math.round(value ?? 0))).toEqual([93, 122, 102, 142])
  })
})

describe('running lines', () => {
  const margins = (header: string, y = 810) =>
    findMarginLines(buildLines([piece(header, 50, y), piece('Body', 50, 400)]), PAGE)

  it('go when they come back on a neighbour, digits aside', () => {
    const page = margins('Report, page 3')
    expect(findFurniture(page, [margins('Report, page 5')]).size).toBe(1)
  })

  it('stay when nothing comes back, or at another height', () => {
    const page = margins('Report, page 3')
    expect(findFurniture(page, [margins('Contents')]).size).toBe(0)
    expect(findFurniture(page, [margins('Report, page 5', 780)]).size).toBe(0)
  })
})

describe('judgeHyphen', () => {
  const vocabulary = new Vocabulary()
  vocabulary.add(
    buildLines([piece('The temperature of long-term storage falls; river and bank know it', 50, 700)]),
  )

  it.each([
    ['tempera-', 'ture', 'join'],
    ['long-', 'term', 'keep'],
    ['commu-', 'nication', 'join'],
    ['river-', 'bank', 'keep'],
    ['self-', 'evident', 'keep'],
    ['brick-', 'and-mortar', 'keep'],
    ['soft\u00ad', 'ware', 'join'],
    ['pages 3-', '4', 'none'],
    ['Jean-', 'Paul', 'none'],
    ['end.', 'next', 'none'],
  ])('%s %s: %s', (before, after, decision) => {
    expect(judgeHyphen(before, after, vocabulary)).toBe(decision)
  })
})

describe('isGarbled', () => {
  it('tells a broken character map from language', () => {
    const prose = 'The harbour is open to all ships that have paid the dues of the year. '.repeat(10)
    expect(isGarbled(prose)).toBe(false)
    expect(
      isGarbled(prose.replace(/[a-z]/g, (c) => String.fromCharCode(((c.charCodeAt(0) - 90) % 26) + 97))),
    ).toBe(true)
    expect(isGarbled('\ufffd\ufffd\ufffd abc')).toBe(true)
    expect(isGarbled('日本語の文章です。'.repeat(40))).toBe(false)
    expect(isGarbled('12 34 56')).toBe(false)
  })
})

describe('cleanText', () => {
  it('takes out what PostgreSQL cannot store and keeps everything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cleaned = cleanText(text)
        expect(cleaned.includes('\0')).toBe(false)
        expect(cleaned).toBe(text.replaceAll('\0', ''))
      }),
    )
    expect(cleanText('a\ud800b\udc00c😀\0')).toBe('abc😀')
  })

  it('puts a reversed lam-alef right', () => {
    expect(repairLamAlef('اإلنتاجية')).toBe('الإنتاجية')
  })
})

describe('cutPages', () => {
  it('cuts as many pages as are counted, and they give the text again', () => {
    const paragraph = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '.', '漢'), maxLength: 4000 })
    fc.assert(
      fc.property(fc.array(paragraph, { maxLength: 8 }), (paragraphs) => {
        const text = paragraphs.join('\n\n')
        const pages = cutPages(text)
        expect(pages).toHaveLength(countTextPages(text.length))
        let end = 0
        for (const [i, { charStart, charEnd }] of pages.entries()) {
          expect(charStart - end).toBeLessThanOrEqual(1)
          if (i > 0 && charStart > end) expect(text.charAt(end)).toMatch(/\s/)
          expect(charEnd).toBeGreaterThanOrEqual(charStart)
          end = charEnd
        }
        expect(end).toBe(text.length)
      }),
    )
  })

  it('prefers the end of a paragraph', () => {
    const paragraph = `${'Words of a harbour. '.repeat(40).trim()}\n\n`
    const text = paragraph.repeat(8)
    for (const { charEnd } of cutPages(text).slice(0, -1))
      expect(text.slice(charEnd - 1, charEnd + 1)).toBe('.\n')
  })
})

describe('findMarkdownStructure', () => {
  it('finds headings with their level, not those in code', () => {
    const source = '# One\n\ntext\n\nTwo\n---\n\n```\n# no\n```\n\n### Three\n'
    const { headings } = findMarkdownStructure(source)
    expect(
      headings.map(({ charStart, charEnd, level }) => [source.slice(charStart, charEnd), level]),
    ).toEqual([
      ['# One', 1],
      ['Two\n---', 2],
      ['### Three', 3],
    ])
  })

  it('gives up on nesting that would take for ever', () => {
    expect(findMarkdownStructure(`${'>'.repeat(5000)} deep`).headings).toEqual([])
    expect(findMarkdownStructure('['.repeat(50_000)).headings).toEqual([])
  })
})
