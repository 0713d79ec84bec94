import { describe, expect, it } from 'vitest'
import { isOverviewQuestion } from './overview.ts'

describe('isOverviewQuestion', () => {
  it.each([
    'Summarise this',
    'Tell me about it',
    'What is this document about?',
    'tldr',
    'Please give me a short summary of the main points',
  ])('sees that "%s" names nothing to look for', (question) => {
    expect(isOverviewQuestion(question)).toBe(true)
  })

  it.each([
    'Tell me about the crane',
    'Summarise the rules on leave',
    'What is a document?',
    'Who are you?',
    '???',
    '',
  ])('leaves "%s" to the search', (question) => {
    expect(isOverviewQuestion(question)).toBe(false)
  })
})
