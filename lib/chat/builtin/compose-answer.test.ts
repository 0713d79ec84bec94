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

  it('names the columns of a row once, and quotes the rows of both sides', () => {
    const text =
      'Berths are let by the day.\n\n| Quay | Day rate | Depth |\n|---|---|---|\n| North | 190 | 9 m |\n| East | 120 | 6 m |\n| South | 175 | 8 m |\n'
    expect(ask('Compare the day rate of the North and the South quay', passage(text))).toMatch(
      /^According to \*harbour.pdf\*, in the table “Quay \\\| Day rate \\\| Depth”: “(North|South) .*” \[1\] It also says: “(North|South) [^”]*” \[1\]/,
    )
  })

  it('prefers a sentence with the number that is asked for', () => {
    const text = 'The crane workers of the harbour are proud. The harbour has 184 workers, some on the crane.'
    expect(ask('How many workers has the harbour crane?', passage(text))).toMatch(
      /: “The harbour has 184 workers/,
    )
  })

  it('quotes the other side of a comparison', () => {
    const text =
      'Pilots are paid well in the harbour. Pilots earn 61 pounds. Clerks earn 34 pounds. Gulls nest there.'
    const answer = ask('What do pilots earn compared with clerks?', passage(text))
    expect(answer).toContain('Pilots earn 61 pounds.')
    expect(answer).toContain('Clerks earn 34 pounds.')
  })

  it('quotes only what holds the identifier that is asked for', () => {
    const text = Array.from(
      { length: 30 },
      (_, at) => `Manager Person${at} Miller pays ${800 + at} crowns rent.`,
    ).join(' ')
    expect(ask('What is the rent of the manager Person12 Miller?', passage(text))).toBe(
      'According to *harbour.pdf*: “Manager Person12 Miller pays 812 crowns rent.” [1]',
    )
    expect(ask('What is the rent of the manager Person99 Miller?', passage(text))).toBe('')
    const both = ask('What rent do Person3 and Person7 pay?', passage(text))
    expect(both).toContain('Person3 Miller pays 803')
    expect(both).toContain('Person7 Miller pays 807')
  })

  it('takes in the sentence that names the identifier, unless another one is named between', () => {
    const question = 'What is the total of INV-2024-001?'
    const text = 'Invoice INV-2024-001 was sent in May. The total comes to 40 pounds. Gulls nest on the pier.'
    expect(ask(question, passage(text))).toContain(
      '“Invoice INV-2024-001 was sent in May. The total comes to 40 pounds.”',
    )
    const other = 'Invoice INV-2024-001 was sent. INV-2024-002 followed. The total comes to 40 pounds.'
    expect(ask(question, passage(other))).not.toContain('40 pounds')
  })

  it('prefers the sentence that says what a thing is, and adds none that only shares its words', () => {
    const text =
      'The engine uses trace trees and stores trace trees. Trace trees are recorded paths through a hot loop. What trace trees cost is shown below.'
    expect(ask('What are trace trees?', passage(text))).toBe(
      'According to *harbour.pdf*: “Trace trees are recorded paths through a hot loop.” [1]',
    )
  })

  it('explains nothing with a sentence that says where it is explained', () => {
    const text =
      'Trace Trees In this section we describe trace trees and trace trees in loops. The machine records a trace tree of each loop.'
    expect(ask('What is a trace tree?', passage(text))).toBe(
      'According to *harbour.pdf*: “The machine records a trace tree of each loop.” [1]',
    )
  })

  it('gives the beginning, or the summary, when nothing is named', () => {
    const text =
      'Annual report\n\nThe board has its seat in the old customs house.\n\nSummary\n\nMore ships called than ever before. The board made a surplus.'
    expect(ask('Summarise this', passage(text))).toContain(
      '“More ships called than ever before. The board made a surplus.” [1]',
    )
    expect(ask('Tell me about it', passage(text.split('\n\nSummary')[0] ?? ''))).toContain(
      '“The board has its seat in the old customs house.” [1]',
    )
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

  it('shows the words of Markdown without its signs', () => {
    const mediaType = 'text/markdown'
    const text = 'Stores **passwords** as [bcrypt](#bcrypt) hashes in `users`.'
    expect(ask('How are passwords stored?', passage(text, { mediaType }))).toContain(
      '“Stores passwords as bcrypt hashes in users.” [1]',
    )
    const table = '| City | Limit |\n|---|---|\n| **Paris** | 190 EUR |\n'
    expect(ask('What is the limit in Paris?', passage(table, { mediaType }))).toContain(
      '“City · Limit”: “Paris · 190 EUR” [1]',
    )
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
