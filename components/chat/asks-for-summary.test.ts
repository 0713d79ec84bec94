import { describe, expect, it } from 'vitest'
import { asksForSummary } from './asks-for-summary.ts'

describe('asksForSummary', () => {
  it.each([
    'Summarise all my documents',
    'Please summarize everything.',
    'Give me a short overview of the contracts',
    'A summary of all files, please',
    'What are my documents about?',
  ])('hears it in %j', (question) => {
    expect(asksForSummary(question)).toBe(true)
  })

  it.each([
    'What does the executive summary say of the ferry?',
    'Who wrote the overview of 1911?',
    'What is the rent of the manager?',
  ])('does not hear it in %j', (question) => {
    expect(asksForSummary(question)).toBe(false)
  })
})
