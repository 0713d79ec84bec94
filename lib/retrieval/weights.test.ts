import { describe, expect, it } from 'vitest'
import { toCoverage } from './coverage.ts'
import { MAX_ELEMENTS, QUERY_MAX_WORDS } from './parameters.ts'
import { parseDimensions, toSparseLiteral } from './sparse.ts'
import { toGramDimension, toWordDimension } from './terms.ts'
import { parseQuery, toChunkVectors, toIdf, toQueryVectors, weighQuery } from './weights.ts'

describe('toChunkVectors', () => {
  it('weighs a word as tf·2.2 / (tf + 1.2·(.25 + .75·length/75))', () => {
    const { words } = toChunkVectors('Fruit', 'apple apple pear')
    const norm = 1.2 * (0.25 + (0.75 * 4) / 75)
    expect(words.get(toWordDimension('appl'))).toBeCloseTo((2 * 2.2) / (2 + norm), 10)
    expect(words.get(toWordDimension('pear'))).toBeCloseTo(2.2 / (1 + norm), 10)
    expect(words.get(toWordDimension('fruit'))).toBeCloseTo(2.2 / (1 + norm), 10)
  })

  it('weighs a gram by the length in grams, over 400', () => {
    const { grams } = toChunkVectors('', 'pear')
    const norm = 1.2 * (0.25 + (0.75 * 3) / 400)
    expect(grams.get(toGramDimension('^pea'))).toBeCloseTo(2.2 / (1 + norm), 10)
    expect(grams.size).toBe(3)
  })
})

describe('toIdf', () => {
  it('is ln(1 + (N - df + .5)/(df + .5)) and never negative', () => {
    expect(toIdf(10, 3)).toBeCloseTo(Math.log(1 + 7.5 / 3.5), 12)
    expect(toIdf(10, 0)).toBeCloseTo(Math.log(1 + 10.5 / 0.5), 12)
    expect(toIdf(3, 99)).toBe(0)
    expect(toIdf(0, 0)).toBeGreaterThan(0)
  })
})

describe('weighQuery', () => {
  const statistics = { chunks: 100, df: new Map([[toWordDimension('pear'), 4]]) }

  it('sums the idf of distinct words, unseen ones at df 0', () => {
    const query = weighQuery(parseQuery('pear pear zebra'), statistics)
    expect(query.totalWeight).toBeCloseTo(toIdf(100, 4) + toIdf(100, 0), 12)
  })

  it('multiplies idf with the count, and grams with .12', () => {
    const { words, grams } = toQueryVectors(weighQuery(parseQuery('pear pear'), statistics))
    expect(words.get(toWordDimension('pear'))).toBeCloseTo(2 * toIdf(100, 4), 12)
    expect(grams.get(toGramDimension('^pea'))).toBeCloseTo(0.12 * 2 * toIdf(100, 0), 12)
  })

  it('cuts a question of fifty thousand characters', () => {
    const words = Array.from({ length: 9_000 }, (_, at) => `w${at}`).join(' ')
    expect(parseQuery(words).words).toHaveLength(QUERY_MAX_WORDS)
  })

  it('covers nothing when nothing is asked', () => {
    expect(toCoverage(weighQuery(parseQuery('what is it?'), statistics), 5)).toBe(0)
  })
})

describe('toSparseLiteral', () => {
  it('writes ascending dimensions and reads them back', () => {
    const literal = toSparseLiteral(
      new Map([
        [9, 1.5],
        [2, 0.25],
        [5, 0],
      ]),
    )
    expect(literal).toBe('{2:0.25,9:1.5}/536870912')
    expect(parseDimensions(literal)).toEqual([2, 9])
  })

  it('stands in for an empty side without counting as a term', () => {
    expect(parseDimensions(toSparseLiteral(new Map()))).toEqual([])
    expect(parseDimensions('{1:1e-09}/536870912')).toEqual([])
  })

  it('never exceeds what the database takes', () => {
    const vector = new Map(Array.from({ length: 20_000 }, (_, at) => [at + 1, 1]))
    expect(parseDimensions(toSparseLiteral(vector))).toHaveLength(MAX_ELEMENTS)
  })
})
