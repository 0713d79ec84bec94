import { describe, expect, it } from 'vitest'
import type { Entry } from './entry.ts'
import { explainEntry } from './explain-entry.ts'

const GRANT = {
  source: 'plan',
  limitMc: 50_000,
  startsAt: new Date('2026-11-24T10:00:00Z'),
  expiresAt: new Date('2026-12-24T10:00:00Z'),
}
const RESERVATION = { heldMc: 1_000, settledMc: 1_000, quotedMc: null, state: 'settled', ending: null }

function entry(facts: Partial<Entry>): Entry {
  return {
    ...{ id: 'e', at: new Date('2026-11-25T00:00:00Z'), kind: 'charge', action: 'answer', mc: 1_000 },
    ...{ userId: null, documentId: null, conversationId: null, ref: null, refId: null },
    ...{ planKey: 'free', surface: 'web', grant: GRANT, reservation: RESERVATION, tokens: null },
    ...facts,
  }
}

describe('explainEntry', () => {
  it('names the plan and the dates of a monthly grant', () => {
    expect(
      explainEntry(entry({ kind: 'grant', action: 'grant.plan', mc: 50_000, reservation: null })),
    ).toEqual({
      title: 'Monthly grant, Free',
      text: '50 credits. They hold from 24 Nov 2026 to 24 Dec 2026 (UTC); what is left then ends.',
    })
  })

  it('says from what to what a grant was raised', () => {
    const raised = entry({ kind: 'grant', mc: 1_450_000, refId: '50000-1500000', planKey: 'pro' })
    expect(explainEntry(raised).text).toBe(
      'From 50 credits to 1,500 credits for the rest of the month. What was used stays used.',
    )
  })

  it('shows the formula of a stopped answer where its numbers give the charge', () => {
    const stopped = entry({
      mc: 412,
      reservation: { ...RESERVATION, settledMc: 412, ending: 'stopped' },
      tokens: { input: 3_200, output: 230, model: 'builtin' },
    })
    expect(explainEntry(stopped)).toEqual({
      title: 'Answer, stopped',
      text: 'Stopped after 230 output tokens: (3,200 input + 4 × 230 output) / 10 = 412 thousandths of a credit.',
    })
  })

  it('invents no formula where the numbers do not give the charge', () => {
    const stopped = entry({
      mc: 500,
      reservation: { ...RESERVATION, settledMc: 500 },
      tokens: { input: 1, output: 1, model: 'builtin' },
    })
    expect(explainEntry(stopped).text).toBe('Stopped before the end: 0.5 credits instead of 1.')
  })

  it('says which part of a charge came from which credits', () => {
    expect(explainEntry(entry({ mc: 400, grant: { ...GRANT, source: 'topup', expiresAt: null } })).text).toBe(
      'An answer costs 1 credit, however long. 0.4 credits of it from these credits: credits bought.',
    )
  })

  it.each([
    ['refused', 'Not in the documents'],
    ['stopped', 'Answer, stopped'],
    ['failed', 'Answer, failed'],
    ['interrupted', 'Answer, interrupted'],
  ])('tells that an answer that was %s is free', (ending, title) => {
    const free = explainEntry(
      entry({ kind: 'free', mc: 0, reservation: { ...RESERVATION, settledMc: 0, ending } }),
    )
    expect(free.title).toBe(title)
    expect(free.text).toContain('free')
  })

  it('says that what was held came back where work did not finish', () => {
    const lost = entry({
      kind: 'free',
      mc: 0,
      reservation: { ...RESERVATION, settledMc: 0, state: 'expired' },
    })
    expect(explainEntry(lost).text).toBe('It did not finish: the 1 credit reserved for it came back.')
  })

  it('says of a document that was stopped that it was not added, and where the reason is', () => {
    const released = { ...RESERVATION, heldMc: 0, settledMc: 0, state: 'released' }
    expect(explainEntry(entry({ kind: 'free', action: 'ingest', mc: 0, reservation: released }))).toEqual({
      title: 'Document not added',
      text: 'It was not added: free. The list of documents says why.',
    })
  })

  it('compares a charge with its quote', () => {
    const quoted = { ...RESERVATION, heldMc: 1_480, settledMc: 1_200, quotedMc: 1_480 }
    expect(explainEntry(entry({ action: 'reindex', mc: 1_200, reservation: quoted })).text).toBe(
      '1.2 credits of the 1.48 quoted, less than was quoted.',
    )
  })

  it('tells that a refund to credits that have ended changes nothing', () => {
    const late = entry({ kind: 'refund', mc: 500, refId: 'page-7', at: new Date('2027-01-01T00:00:00Z') })
    expect(explainEntry(late).text).toBe(
      '0.5 credits given back for page 7. The credits they came from had ended, so the balance stays.',
    )
  })

  it('says what was left when credits ended', () => {
    expect(explainEntry(entry({ kind: 'expire', mc: 12_000, reservation: null }))).toEqual({
      title: 'End of the month',
      text: '12 credits of 50 were left on 24 Dec 2026 (UTC).',
    })
  })
})
