import { describe, expect, it } from 'vitest'
import { correctQuery } from './spelling.ts'
import { toStem, toWords } from './terms.ts'

const TEXTS = [
  'The lighthouse keeper of Marrow Point receives an allowance for coal. Passengers bring 40 crates.',
]
const known = new Set(TEXTS.flatMap(toWords).map(toStem))

function correct(question: string): string | null {
  const meant = correctQuery(question, TEXTS, (stem) => !known.has(stem))
  return meant?.sequence.map(({ word }) => word).join(' ') ?? null
}

describe('correctQuery', () => {
  it.each([
    ['two letters swapped', 'What does the lihgthouse keeper get?', 'lighthouse keeper get'],
    ['a letter left out', 'Which alowance is there for coal?', 'allowance coal'],
    ['a letter doubled', 'What do passsengers bring?', 'passengers bring'],
    ['two slips in a long word', 'What do pasengrs and lighthuose keepers bring?', 'lighthouse keepers'],
    ['a stop word, which is left out', 'Hwo mnay crates?', 'crates'],
    ['a name', 'Who is at marrow Piont?', 'marrow point'],
  ])('mends %s', (_, question, expected) => {
    expect(correct(question)).toContain(expected)
  })

  it.each([
    ['a question that is spelled well', 'What does the keeper bring?'],
    ['words that are known, in any form', 'What do keepers receive?'],
    ['numbers', 'What is 41?'],
    ['short words', 'Is there a coot?'],
    ['another first letter', 'Is the deeper one paid?'],
    ['a name that is no name in the texts', 'What does Mrs Croal bring?'],
    ['what would leave no word', 'Waht?'],
  ])('leaves %s alone', (_, question) => {
    expect(correct(question)).toBeNull()
  })

  it('takes the commoner of two words that are as near', () => {
    const texts = ['A crane. A crane. A crate.']
    const meant = correctQuery('Where is the cragne?', texts, (stem) => stem === toStem('cragne'))
    expect(meant?.sequence.map(({ word }) => word)).toEqual(['crane'])
  })
})
