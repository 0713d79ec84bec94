/** States that /dev/states/answer can show. */
export const ANSWER_STATES = [
  'answered',
  'dense',
  'running',
  'searching',
  'refused',
  'stopped',
  'failed',
  'interrupted',
] as const
export type AnswerStateName = (typeof ANSWER_STATES)[number]
