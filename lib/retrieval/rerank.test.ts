import { describe, expect, it } from 'vitest'
import { findExactPhrases, findMustHaves, holdsPhrase } from './exact-phrases.ts'
import { pickQuotes } from './quote.ts'
import { bestSentenceWeight, pairWeight, rerank } from './rerank.ts'
import { diversify, joinNeighbours } from './select-passages.ts'
import { toWordDimension } from './terms.ts'
import { parseQuery, toIdf, weighQuery } from './weights.ts'

const df = new Map([
  [toWordDimension('red'), 9],
  [toWordDimension('pear'), 2],
  [toWordDimension('tree'), 5],
])
const weigh = (question: string) => weighQuery(parseQuery(question), { chunks: 50, df })
const red = toIdf(50, 9)
const pear = toIdf(50, 2)

describe('rerank', () => {
  it('takes the heaviest sentence for S', () => {
    expect(bestSentenceWeight(weigh('red pear'), 'A red thing. A red pear, red. A pear.')).toBeCloseTo(
      red + pear,
      10,
    )
  })

  it('counts pairs in order and pairs near each other for P', () => {
    const saturate = (count: number) => count / (count + 1.2)
    const expected = ((red + pear) / 2) * (0.7 * saturate(1) + 0.3 * saturate(2)) * 2.2
    expect(pairWeight(weigh('red pear'), 'red pear blue red')).toBeCloseTo(expected, 10)
    expect(pairWeight(weigh('red pear'), 'nothing here')).toBe(0)
  })

  it('adds .4·S and .2·P and orders ties by id', () => {
    const query = weigh('red pear')
    const texts = { b: 'A red pear.', a: 'A red pear.', c: 'A tree.' }
    const ranked = rerank(
      query,
      Object.entries(texts).map(([chunkId, text]) => ({ chunkId, text, score: 1 })),
    )
    expect(ranked.map(({ chunkId }) => chunkId)).toEqual(['a', 'b', 'c'])
    const text = texts.a
    expect(ranked[0]?.score).toBeCloseTo(
      1 + 0.4 * bestSentenceWeight(query, text) + 0.2 * pairWeight(query, text),
      10,
    )
  })
})

describe('pickQuotes', () => {
  const text = 'The orchard is old. The red pear tree was planted in 1904. Birds sing there.'
  const passage = { title: 'Orchard', text, score: 2 }

  it('gives the sentence that answers, as a range of the passage', () => {
    const question = 'When was the red pear tree planted?'
    const [quote] = pickQuotes(question, weigh(question), [passage], 1)
    expect(text.slice(quote?.start, quote?.end)).toBe('The red pear tree was planted in 1904.')
  })

  it('shows a sentence that two passages share once, and nothing for a question without words', () => {
    const quotes = pickQuotes('red pear', weigh('red pear'), [passage, { ...passage, score: 1 }], 10)
    expect(quotes).toHaveLength(3)
    expect(pickQuotes('what is it', weigh('what is it'), [passage], 3)).toEqual([])
  })
})

describe('findMustHaves', () => {
  it('takes quoted phrases and identifiers, but no period and no question that is quoted as a whole', () => {
    expect(findMustHaves('What does “force majeure” mean in INV-2024-001?')).toEqual([
      'force majeure',
      'INV-2024-001',
    ])
    expect(findMustHaves('What cost an 18-year-old in pre-1945 or mid-1990s money?')).toEqual([])
    expect(findMustHaves('"Who built the steam crane?"')).toEqual([])
  })

  it('knows one identifier from another that begins alike', () => {
    expect(holdsPhrase('Manager Person12’s rent', 'person12')).toBe(true)
    expect(holdsPhrase('Manager Person12 Miller', 'Person1')).toBe(false)
    expect(holdsPhrase('a case of force ma-\njeure', 'force majeure')).toBe(true)
  })
})

describe('findExactPhrases', () => {
  it('keeps quoted phrases and identifiers, and leaves plain numbers and dates alone', () => {
    expect(findExactPhrases('What does “force majeure” mean in INV-2024-001, RFC9110 and 12.4.1?')).toEqual(
      expect.arrayContaining(['force majeure', 'INV-2024-001', 'RFC9110', '12.4.1']),
    )
    expect(findExactPhrases('Who won in 1904, the 19th century, 3.5 or the 1980s?')).toEqual([])
  })
})

describe('select passages', () => {
  const make = (documentId: string, ordinal: number, score: number, from: number, text: string) => ({
    documentId,
    versionId: documentId,
    ordinal,
    score,
    text,
    pageStart: 1,
    charStart: from,
    pageEnd: 1,
    charEnd: from + text.length,
  })

  it('leaves room for another document that is worth reading, and none for one that is not', () => {
    const a = Array.from({ length: 8 }, (_, at) => make('a', at, 10 - at / 10, at * 100, 'text'))
    const good = make('b', 0, 6, 0, 'text')
    const poor = make('c', 0, 1, 0, 'text')
    const chosen = diversify([...a, good, poor], 8)
    expect(chosen).toHaveLength(8)
    expect(chosen).toContain(good)
    expect(chosen).not.toContain(poor)
  })

  it('joins passages that overlap to exactly the text of their range', () => {
    const page = 'one two three four five six'
    const cut = (from: number, to: number, score: number) =>
      make('a', from, score, from, page.slice(from, to))
    const [joined, ...rest] = joinNeighbours([cut(8, 18, 3), cut(0, 13, 2), cut(14, 27, 1)])
    expect(rest).toEqual([])
    expect(joined).toMatchObject({ text: page, charStart: 0, charEnd: page.length, score: 3 })
    expect(joinNeighbours([cut(0, 3, 2), cut(8, 13, 1)])).toHaveLength(2)
  })
})
