import { describe, expect, it } from 'vitest'
import type { RunEvent } from '#lib/chat/schema.ts'
import { EMPTY_RUN, reduceRun } from './run-state.ts'
import { makeCitation, makeProblem } from './states.ts'

describe('reduceRun', () => {
  it('joins deltas and keeps sentences with their footnotes', () => {
    const citation = makeCitation(1)
    const events: RunEvent[] = [
      { type: 'delta', text: 'One ' },
      { type: 'delta', text: 'two.' },
      { type: 'citation', citation },
      { type: 'sentence', start: 0, end: 8, verdict: 'exact', citationIds: [citation.id] },
    ]
    const state = events.reduce(reduceRun, EMPTY_RUN)
    expect(state).toMatchObject({ text: 'One two.', outcome: null, citations: [citation] })
    expect(state.sentences).toEqual([{ start: 0, end: 8, verdict: 'exact', citationIds: [citation.id] }])
  })

  it('keeps the text so far when the run fails', () => {
    const problem = makeProblem('unavailable', 503, 'The model did not answer.')
    const state = reduceRun({ ...EMPTY_RUN, text: 'Half a' }, { type: 'error', problem })
    expect(state).toMatchObject({ text: 'Half a', outcome: 'failed', problem })
  })
})
