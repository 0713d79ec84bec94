import type { Message, RunEvent } from '#lib/chat/schema.ts'
import type { AnswerView } from './answer.tsx'

/** An answer while it is made. `finished` is the stored message, once it is there. */
export interface RunState extends AnswerView {
  finished: Message | null
}

export const EMPTY_RUN: RunState = {
  text: '',
  outcome: null,
  sentences: [],
  citations: [],
  nearest: [],
  receipt: null,
  problem: null,
  step: null,
  finished: null,
}

const STEPS = { read: 'Reading the passages', write: 'Writing', check: 'Checking each quote' } as const

/** The answer after one more event of its run; "begin" is ours: the stream is read from its start. */
export function reduceRun(state: RunState, event: RunEvent | { type: 'begin' }): RunState {
  switch (event.type) {
    case 'begin':
      return EMPTY_RUN
    case 'step':
      return event.name === 'search' ? state : { ...state, step: STEPS[event.name] }
    case 'delta':
      return { ...state, text: state.text + event.text }
    case 'citation':
      return { ...state, citations: [...state.citations, event.citation] }
    case 'sentence': {
      const { start, end, verdict, citationIds } = event
      return { ...state, sentences: [...state.sentences, { start, end, verdict, citationIds }] }
    }
    case 'done':
      return { ...state, ...event.message, step: null, finished: event.message }
    case 'error':
      return { ...state, outcome: 'failed', problem: event.problem, step: null }
  }
}
