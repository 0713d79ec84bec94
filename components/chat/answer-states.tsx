'use client'

import { useState } from 'react'
import { Answer, type AnswerView } from './answer.tsx'
import { ANSWER_STATES, type AnswerStateName } from './answer-state-names.ts'
import {
  makeAnswer,
  makeDenseAnswer,
  makeProblem,
  makeRefusal,
  makeRunningAnswer,
  QUESTION,
} from './states.ts'

const STATES: Record<AnswerStateName, () => AnswerView> = {
  answered: makeAnswer,
  dense: makeDenseAnswer,
  running: makeRunningAnswer,
  searching: () =>
    makeAnswer({
      text: '',
      outcome: null,
      sentences: [],
      citations: [],
      receipt: null,
      step: 'Searching 12 documents',
    }),
  refused: makeRefusal,
  stopped: () => ({ ...makeRunningAnswer(), outcome: 'stopped' }),
  failed: () => ({
    ...makeRunningAnswer(),
    outcome: 'failed',
    problem: makeProblem('unavailable', 503, 'The model did not answer in time.'),
  }),
  interrupted: () => ({ ...makeRunningAnswer(), outcome: 'interrupted' }),
}

/** One answer in the state that is asked for. */
export function AnswerStates({ state }: { state: string }) {
  const [selected, setSelected] = useState<string | null>(null)
  const [answer] = useState(STATES[ANSWER_STATES.find((name) => name === state) ?? 'answered'])
  return (
    <main className="px-4.5 py-6 sm:px-8 sm:py-10">
      <h1 className="sr-only">Answer, {state}</h1>
      <Answer
        question={QUESTION}
        answer={answer}
        selectedCitationId={selected}
        onOpenCitation={(citation) => setSelected(citation.id)}
        onOpenPassage={() => {}}
        onAskAgain={() => {}}
        onSearchAll={() => {}}
      />
    </main>
  )
}
