import { describe, expect, it } from 'vitest'
import { suggestQuestions } from './suggest-questions.ts'

const ask = (text: string, mediaType = 'text/plain') => suggestQuestions(text, mediaType)

describe('suggestQuestions', () => {
  it.each([
    ['The south pier was closed on 4 May 2024.', 'When was the south pier closed?'],
    ['The accounts were audited by Lindqvist and Daughters, who are strict.', 'Who audited the accounts?'],
    ['The battery cost 540,000 pounds.', 'How much did the battery cost?'],
    ['The roof was closed because it leaked.', 'Why was the roof closed?'],
    ['Elderwick Community Energy is a co-operative.', 'What is Elderwick Community Energy?'],
  ])('asks for what %j says', (sentence, question) => {
    expect(ask(sentence)).toEqual([question])
  })

  it('reads Markdown without its signs, line by line', () => {
    const text =
      '# Harbour\n\n- The **Marlow ferry** was built in 1911 by the yard.\n- The `repair` cost **1,240 crowns**.'
    expect(ask(text, 'text/markdown')).toEqual([
      'When was the Marlow ferry built?',
      'How much did the repair cost?',
    ])
  })

  it.each([
    'It was founded in March 2011 by 64 households.',
    'Figures are the usual ones.',
    'The man who sold the world was born in 1947.',
    'Die Fähre wurde 1911 gebaut.',
    '# What is a heading',
    'This is a sentence that points back.',
  ])('asks nothing about %j', (sentence) => {
    expect(ask(sentence)).toEqual([])
  })

  it('asks each question once', () => {
    expect(ask('The battery cost 5 pounds. The battery cost 5 pounds.')).toHaveLength(1)
  })
})
