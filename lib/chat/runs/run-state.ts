import type { RUN_STATES } from '#lib/chat/schema.ts'

export type RunState = (typeof RUN_STATES)[number]

/** What can happen to a run. `lose`: its process died, or was told to end. */
export const RUN_EVENTS = ['answer', 'refuse', 'stop', 'fail', 'lose'] as const
export type RunTransition = (typeof RUN_EVENTS)[number]

const TABLE: Record<RunState, Record<RunTransition, RunState>> = {
  running: { answer: 'done', refuse: 'refused', stop: 'stopped', fail: 'failed', lose: 'interrupted' },
  done: stay('done'),
  refused: stay('refused'),
  stopped: stay('stopped'),
  failed: stay('failed'),
  interrupted: stay('interrupted'),
}

/** The next state of a run. Nothing else decides what is written to its `state`. */
export function transition(state: RunState, event: RunTransition): RunState {
  return TABLE[state][event]
}

function stay(state: RunState): Record<RunTransition, RunState> {
  return { answer: state, refuse: state, stop: state, fail: state, lose: state }
}
