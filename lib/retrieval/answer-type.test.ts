import { describe, expect, it } from 'vitest'
import { findAnswerType, holdsAnswerType } from './answer-type.ts'

describe('findAnswerType', () => {
  it.each([
    ['How many ships called?', 'number'],
    ['In what year did how many ships call?', 'year'],
    ['Since when is the quay closed?', 'date'],
    ['What percentage of the ships was late?', 'percentage'],
    ['How much does a berth cost?', 'money'],
    ['What was the annual fee?', 'money'],
    ['How much coal was landed?', 'number'],
    ['Who opened the quay?', 'person'],
    ['Describe the quay.', null],
  ])('%s asks for %s', (question, type) => {
    expect(findAnswerType(question)).toBe(type)
  })
})

describe('holdsAnswerType', () => {
  it.each([
    ['number', 'In total 2,317 ships called.', true],
    ['number', 'Eleven ships called.', true],
    ['number', 'The quay was opened in 1974 and again on 4 October [12].', false],
    ['year', 'It opened on 4 October.', false],
    ['percentage', 'Of 40 ships 12 were late.', false],
    ['percentage', 'About 38 per cent were late.', true],
    ['money', 'Its 40 berths are let.', false],
    ['money', 'A berth costs 25 euros.', true],
  ] as const)('for %s: %s', (type, sentence, holds) => {
    expect(holdsAnswerType(type, sentence)).toBe(holds)
  })
})
