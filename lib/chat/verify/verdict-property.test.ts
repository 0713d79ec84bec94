import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proveClaim } from './verdict.ts'
import { createWords } from './words.ts'

const words = createWords({ termWeights: new Map(), unseenWeight: 1 })
const NOUNS = ['harbour', 'crane', 'lantern', 'pilot', 'quay', 'beacon', 'barge', 'signal']
const VERBS = ['costs', 'carries', 'needs', 'holds', 'moves']
const UNITS = ['tons', 'km', 'kg', '%', 'million pounds', 'MW', 'hours']

const fact = fc.record({
  subject: fc.constantFrom(...NOUNS),
  verb: fc.constantFrom(...VERBS),
  value: fc.integer({ min: 2, max: 9_999 }),
  unit: fc.constantFrom(...UNITS),
  place: fc.constantFrom('in winter', 'by night', 'at high water'),
})
type Fact = typeof fact extends fc.Arbitrary<infer T> ? T : never

const tell = ({ subject, verb, value, unit, place }: Fact) =>
  `The old ${subject} ${verb} ${value} ${unit} ${place}.`
const passageOf = (facts: readonly Fact[]) => ({
  text: facts.map(tell).join(' '),
  documentName: 'log.pdf',
  headingPath: [],
})
const facts = fc.uniqueArray(fact, {
  minLength: 2,
  maxLength: 5,
  selector: ({ subject }) => subject,
})
const quoted = (text: string) => `According to *log.pdf*: “${text}”`

describe('proveClaim over made facts', () => {
  it('finds every true sentence, told plainly or quoted, where it stands', () => {
    fc.assert(
      fc.property(facts, fc.nat(), (list, pick) => {
        const passage = passageOf(list)
        const told = list[pick % list.length]
        if (!told) return
        const sentence = tell(told)
        for (const claim of [sentence, quoted(sentence)]) {
          const proof = proveClaim(claim, passage, words)
          expect(proof?.verdict).toBe('exact')
          expect(proof?.ranges.map(({ start, end }) => `${passage.text.slice(start, end)}.`)).toEqual([
            sentence,
          ])
        }
      }),
    )
  })

  it('marks no sentence with another number, another unit or an added “not”', () => {
    fc.assert(
      fc.property(
        facts,
        fc.integer({ min: 10_000, max: 99_999 }),
        fc.constantFrom(...UNITS),
        (list, value, unit) => {
          const passage = passageOf(list)
          const [first] = list
          if (!first) return
          const others = list.some(
            (other) => other !== first && other.value === first.value && other.unit === unit,
          )
          const lies = [
            tell({ ...first, value }),
            tell(first).replace(` ${first.verb} `, ` never ${first.verb} `),
            ...(unit === first.unit || others ? [] : [tell({ ...first, unit })]),
          ]
          for (const lie of lies) {
            expect(proveClaim(lie, passage, words)).toBeNull()
            expect(proveClaim(quoted(lie), passage, words)).toBeNull()
          }
        },
      ),
    )
  })
})
