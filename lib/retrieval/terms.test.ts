import { describe, expect, it } from 'vitest'
import { DIMENSIONS, HASH_BITS } from './parameters.ts'
import { foldText, toGramDimension, toGrams, toStem, toWordDimension, toWords } from './terms.ts'

describe('toWords', () => {
  it('folds ligatures, case, accents, possessives and apostrophes', () => {
    expect(toWords('The ﬁrm’s CAFÉ, O’Neill’s naïve plan')).toEqual([
      'firm',
      'cafe',
      'oneill',
      'naive',
      'plan',
    ])
  })

  it('drops words without a subject, also contracted ones', () => {
    expect(toWords("Why don't they of the and isn’t who")).toEqual([])
  })

  it('keeps digits and letters of any script, and nothing of emoji', () => {
    expect(toWords('§12 2024 שלום мир 東京 👩‍🚀')).toEqual(['12', '2024', 'שלום', 'мир', '東京'])
  })

  it('reads fifty thousand characters and no characters', () => {
    expect(toWords('word '.repeat(10_000))).toHaveLength(10_000)
    expect(toWords('')).toEqual([])
  })
})

describe('toStem', () => {
  it('gives forms of an English word one stem and leaves others alone', () => {
    expect(toStem('connections')).toBe(toStem('connected'))
    expect(toStem('2024')).toBe('2024')
    expect(toStem('мира')).toBe('мира')
  })
})

describe('toGrams', () => {
  it('marks the borders and gives short words one gram', () => {
    expect(toGrams('cats')).toEqual(['^cat', 'cats', 'ats$'])
    expect(toGrams('a')).toEqual(['^a$'])
  })
})

describe('dimensions', () => {
  it('keeps words and grams apart and inside the vector', () => {
    for (const term of ['a', 'cats', '東京', '^cat', 'x'.repeat(200)]) {
      expect(toWordDimension(term)).toBeGreaterThanOrEqual(1)
      expect(toWordDimension(term)).toBeLessThanOrEqual(2 ** HASH_BITS)
      expect(toGramDimension(term)).toBe(toWordDimension(term) + 2 ** HASH_BITS)
      expect(toGramDimension(term)).toBeLessThanOrEqual(DIMENSIONS)
    }
  })

  it('spreads ten thousand terms over as many dimensions', () => {
    const dimensions = new Set(Array.from({ length: 10_000 }, (_, at) => toWordDimension(`term${at}`)))
    expect(dimensions.size).toBeGreaterThan(9_995)
  })
})

describe('foldText', () => {
  it('folds composed and decomposed letters to the same', () => {
    expect(foldText('é')).toBe(foldText('é'))
  })
})
