import type { Problem } from '#lib/platform/http/schema.ts'

/** Why an answer can fail once it is under way. Written to `run.error_code`. */
export const RUN_ERROR_CODES = [
  'model_failed',
  'model_timeout',
  'search_failed',
  'interrupted',
  'internal',
] as const
export type RunErrorCode = (typeof RUN_ERROR_CODES)[number]

/** Each with what happened, what it means for the person, and what to do. */
const PROBLEMS: Record<RunErrorCode, { title: string; status: number; detail: string }> = {
  model_failed: {
    title: 'The answer broke off',
    status: 503,
    detail: 'The model stopped in the middle. Nothing was charged. Ask again.',
  },
  model_timeout: {
    title: 'The answer took too long',
    status: 503,
    detail: 'The model did not finish in time. Nothing was charged. Ask again, or ask for less at once.',
  },
  search_failed: {
    title: 'The documents could not be searched',
    status: 503,
    detail: 'The search did not answer. Nothing was charged. Ask again in a moment.',
  },
  interrupted: {
    title: 'The answer was interrupted',
    status: 503,
    detail: 'The server was restarted while it wrote. Nothing was charged. Ask again.',
  },
  internal: {
    title: 'Something went wrong',
    status: 500,
    detail:
      'The answer could not be finished because of a fault on our side. Nothing was charged. Ask again.',
  },
}

/** The problem of a run that failed, as its error event and its message carry it. */
export function toRunProblem(code: string, requestId: string): Problem {
  const known = RUN_ERROR_CODES.find((name) => name === code) ?? 'internal'
  return { type: `/problems/${known}`, ...PROBLEMS[known], code: known, requestId }
}
