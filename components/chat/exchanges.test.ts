import { describe, expect, it } from 'vitest'
import { EMPTY_QUESTION, toExchanges } from './exchanges.ts'

const question = (id: string) => ({ ...EMPTY_QUESTION, id, text: `Question ${id}` })
const answer = (id: string) => ({ ...EMPTY_QUESTION, id, role: 'assistant' as const, text: `Answer ${id}` })

describe('toExchanges', () => {
  it('pairs each question with the answer that follows it', () => {
    const [q1, a1, q2, a2] = [question('1'), answer('1'), question('2'), answer('2')]
    expect(toExchanges([q1, a1, q2, a2])).toEqual([
      { question: q1, answer: a1 },
      { question: q2, answer: a2 },
    ])
  })

  it('leaves a question without an answer when another question follows', () => {
    const [q1, q2, a2] = [question('1'), question('2'), answer('2')]
    expect(toExchanges([q1, q2, a2])).toEqual([
      { question: q1, answer: null },
      { question: q2, answer: a2 },
    ])
  })

  it('passes over an answer that no question stands before', () => {
    expect(toExchanges([answer('1')])).toEqual([])
  })
})
