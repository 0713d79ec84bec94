import { describe, expect, it } from 'vitest'
import { proveClaim } from './verdict.ts'
import { createWords } from './words.ts'

const words = createWords({ termWeights: new Map(), unseenWeight: 1 })
const TEXT =
  'The harbour of Vale was dug in 1881 at a cost of 4.5 million pounds. Pilots never accept a ship that draws more than ' +
  '12 m of water. The steam crane on the quay lifts 40 t and not the 50 t that its plate claims.\nIts boiler holds a ﬁre of ' +
  '5 mW. Nodes accept the block only if all transactions in it are valid and not already spent.'
const passage = { text: TEXT, documentName: 'harbour-2024.pdf', headingPath: ['Works'] }

const prove = (claim: string) => proveClaim(claim, passage, words)
const verdict = (claim: string) => prove(claim)?.verdict ?? null
const quote = (claim: string) => prove(claim)?.ranges.map(({ start, end }) => TEXT.slice(start, end))

describe('proveClaim, exact', () => {
  it('grants words of its own that stand verbatim in the passage', () => {
    expect(prove('The harbour of Vale was dug in 1881 at a cost of 4.5 million pounds.')?.verdict).toBe(
      'exact',
    )
  })

  it('grants a quotation whose lead-in only says who speaks', () => {
    const claim =
      'According to *harbour-2024.pdf*: “The harbour of Vale was dug in 1881 at a cost of 4.5 million pounds.”'
    expect(verdict(claim)).toBe('exact')
    expect(quote(claim)).toEqual(['The harbour of Vale was dug in 1881 at a cost of 4.5 million pounds'])
  })

  it('grants a row of a table with the columns it stands under, however short', () => {
    const table = { ...passage, text: '| Quay | Rate |\n|---|---|\n| North | 120 EUR |\n| South | 190 EUR |' }
    const claim = (rate: string) =>
      `According to *harbour-2024.pdf*, in the table “Quay \\| Rate”: “South \\| ${rate}”`
    expect(proveClaim(claim('190 EUR'), table, words)?.verdict).toBe('exact')
    expect(proveClaim(claim('120 EUR'), table, words)).toBeNull()
  })

  it('grants words of Markdown that are shown without its signs, and points at them as they are written', () => {
    const text = 'Stores **passwords** as [bcrypt](#bcrypt) hashes in `users`.'
    const proof = proveClaim('“Stores passwords as bcrypt hashes in users.”', { ...passage, text }, words)
    expect(proof?.verdict).toBe('exact')
    expect(proof?.ranges.map(({ start, end }) => text.slice(start, end))).toEqual([text.slice(0, -2)])
  })

  it('grants a quotation inside words of the same sentence', () => {
    expect(
      verdict('Nodes accept the block “only if all transactions in it are valid and not already spent”'),
    ).toBe('exact')
  })

  it('looks through line breaks, ligatures, case, spaces and Markdown', () => {
    expect(verdict('It says: “its boiler holds a fire of 5 mW”')).toBe('exact')
    expect(
      verdict('The **steam crane** on the quay lifts 40 t and not the 50 t that its plate claims.'),
    ).toBe('exact')
  })

  it('grants a quotation with a cut, as one range for each piece', () => {
    const claim = 'It says: “The harbour of Vale … at a cost of 4.5 million pounds.”'
    expect(verdict(claim)).toBe('exact')
    expect(quote(claim)).toEqual(['The harbour of Vale', 'at a cost of 4.5 million pounds'])
  })
})

describe('proveClaim, refused', () => {
  it.each([
    ['a changed number', 'The harbour of Vale was dug in 1882 at a cost of 4.5 million pounds.'],
    ['a moved decimal point', 'The harbour of Vale was dug in 1881 at a cost of 45 million pounds.'],
    ['a changed number in quotation marks', 'It says: “dug in 1881 at a cost of 4.6 million pounds”.'],
    ['a swapped scale', 'The harbour of Vale was dug in 1881 at a cost of 4.5 billion pounds.'],
    ['a swapped currency', 'The harbour of Vale was dug in 1881 at a cost of 4.5 million dollars.'],
    ['a swapped unit', 'The steam crane on the quay lifts 40 kg and not the 50 kg that its plate claims.'],
    ['a unit in other letters', 'Its boiler holds a fire of 5 MW.'],
    ['an added “not”', 'The harbour of Vale was not dug in 1881 at a cost of 4.5 million pounds.'],
    [
      'an added “never” around a quotation',
      'The harbour never “was dug in 1881 at a cost of 4.5 million pounds”.',
    ],
    ['a denial that was cut away', 'Pilots “accept a ship that draws more than 12 m of water”.'],
    ['a denial that was left out', 'Pilots accept a ship that draws more than 12 m of water.'],
    [
      'a denial behind the cut',
      'It says: “the steam crane on the quay lifts … the 50 t that its plate claims”.',
    ],
    ['a quotation that is not there', 'It says: “The harbour of Vale was dug by convicts in 1881”.'],
    [
      'a claim around a true quotation',
      'The mayor stole the money that “was dug in 1881 at a cost of 4.5 million pounds”.',
    ],
    ['another subject', 'The lighthouse keeper retired to the mountains in spring.'],
    ['a swapped name', 'The harbour of Dale was dug in 1881 at a cost of 4.5 million pounds.'],
  ])('%s proves nothing', (_, claim) => {
    expect(verdict(claim)).toBeNull()
  })

  it('looks for a quotation in the cited passage only, never in its neighbour', () => {
    const neighbour = { ...passage, text: 'Gulls nest on the pier in spring. Coal is landed by night.' }
    expect(proveClaim('It says: “The harbour of Vale was dug in 1881”.', neighbour, words)).toBeNull()
  })

  it('takes no part of a word for a word', () => {
    const other = { ...passage, text: 'The valuation of the ship is notable in every way.' }
    expect(proveClaim('It says: “ship is not able in every way”.', other, words)).toBeNull()
    expect(proveClaim('It says: “on of the ship is notable”.', other, words)).toBeNull()
  })
})

describe('proveClaim, supported', () => {
  it('grants a paraphrase with its numbers and names, as the lower grade', () => {
    const claim = 'Digging the harbour of Vale cost 4.5 million pounds in 1881.'
    expect(verdict(claim)).toBe('supported')
    expect(quote(claim)?.[0]).toContain('4.5 million pounds')
  })

  it('keeps a paraphrase that keeps the denial', () => {
    expect(verdict('Pilots never accept ships that draw more than 12 m of water.')).toBe('supported')
  })
})
