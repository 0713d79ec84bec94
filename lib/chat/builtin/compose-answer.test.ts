import { describe, expect, it } from 'vitest'
import type { ChatRequest, ModelPassage } from '#lib/platform/llm/model.ts'
import { composeAnswer } from './compose-answer.ts'

function passage(text: string, extra: Partial<ModelPassage> = {}): ModelPassage {
  return { marker: 1, documentName: 'harbour.pdf', headingPath: [], text, score: 1, ...extra }
}

function ask(question: string, ...passages: ModelPassage[]): string {
  const request: ChatRequest = { question, passages, termWeights: new Map(), maxOutputTokens: 500 }
  return composeAnswer(request)
}

describe('composeAnswer', () => {
  it('quotes the sentence that answers, names its document and marks it', () => {
    const text = 'The harbour was dug in 1881. A crane lifts forty tons. Gulls nest on the pier.'
    expect(ask('What does the crane lift?', passage(text))).toBe(
      'According to *harbour.pdf*: “A crane lifts forty tons.” [1]',
    )
  })

  it('answers a misspelt question with the sentence that it means', () => {
    const text =
      'The harbour is known for its gulls. Passengers pay two pounds. The harbour lies on the coast. A ferry brings mail.'
    expect(ask('What do passnegers of the harbuor pay?', passage(text))).toContain(
      'Passengers pay two pounds.',
    )
    expect(ask('Waht does the frery bring?', passage(text))).toContain('“A ferry brings mail.”')
  })

  it('takes in the sentence that a pronoun points back to', () => {
    const text =
      'Gulls nest on the pier. The steam crane stands on the quay. It lifts forty tons of coal a day.'
    expect(ask('How many tons of coal are lifted a day?', passage(text))).toContain(
      '“The steam crane stands on the quay. It lifts forty tons of coal a day.”',
    )
  })

  it('shows no pronoun that nothing explains', () => {
    expect(
      ask('How many tons of coal are lifted a day?', passage('It lifts forty tons of coal a day.')),
    ).toBe('')
    expect(
      ask(
        'How many tons of coal are lifted a day?',
        passage('It lifts forty tons of coal a day.', { headingPath: ['The crane'] }),
      ),
    ).toBe('According to *harbour.pdf*, under *The crane*: “It lifts forty tons of coal a day.” [1]')
  })

  it('cuts a long sentence around the words that were asked for, and shows the cuts', () => {
    const filler = Array.from({ length: 65 }, (_, at) => `word${at}`).join(' ')
    const answer = ask(
      'Where is the beacon?',
      passage(`Along ${filler} stands the beacon of the old fort ${filler}.`),
    )
    expect(answer).toMatch(/“… .*beacon of the old fort.* …” \[1\]$/)
    expect(answer.length).toBeLessThan(600)
  })

  it('never cuts a number from what it counts', () => {
    const text = `The beacon cost ${Array.from({ length: 80 }, (_, at) => `${at} million`).join(' and ')} in all.`
    const answer = ask('What did the beacon cost?', passage(text))
    expect(answer).toMatch(/million(?: and)? …/)
    expect(answer).not.toMatch(/\d …/)
  })

  it('escapes what Markdown would act on', () => {
    const answer = ask(
      'Who is cited for the crane?',
      passage('The *crane* is cited in [12] by <b>Smith</b> | `x`.'),
    )
    expect(answer).toContain('The \\*crane\\* is cited in \\[12\\] by \\<b\\>Smith\\</b\\> \\| \\`x\\`.')
  })

  it('answers the same question over the same passages alike', () => {
    const passages = [
      passage('The crane lifts coal. The crane lifts ore.'),
      passage('A crane lifts timber.', { marker: 2, score: 0.9 }),
    ]
    expect(ask('What does the crane lift?', ...passages)).toBe(
      ask('What does the crane lift?', ...passages.toReversed()),
    )
  })

  it('says nothing when there is nothing to quote', () => {
    expect(ask('What does the crane lift?')).toBe('')
  })
})
