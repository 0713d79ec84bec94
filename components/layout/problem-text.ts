import type { ApiProblem } from '#lib/api-client/index.ts'
import type { Problem, ProblemCode } from '#lib/platform/http/schema.ts'

/** What a problem is called, what helps, and the button that does it. */
export interface ProblemText {
  title: string
  /** null: the problem's own detail says it best. */
  remedy: string | null
  action: 'retry' | 'reload' | 'signIn' | 'plans' | 'home' | null
}

type BrowserCode = ProblemCode | 'unreachable'

const OUR_FAULT =
  'Nothing was changed and nothing was charged. Try again; if it stays, tell us the number below.'

const PROBLEM_TEXT: Record<BrowserCode, ProblemText> = {
  bad_request: {
    title: 'The request could not be read',
    remedy: 'Reload the page and try again.',
    action: 'reload',
  },
  workspace_required: {
    title: 'The page lost its workspace',
    remedy: 'Reload the page; what you wrote stays.',
    action: 'reload',
  },
  unauthenticated: {
    title: 'You are signed out',
    remedy: 'Sign in to go on where you were.',
    action: 'signIn',
  },
  sign_in_again: {
    title: 'Sign in once more',
    remedy: 'This step asks for a recent sign-in.',
    action: 'signIn',
  },
  quota_exceeded: { title: 'The credits of this month are used up', remedy: null, action: 'plans' },
  feature_not_in_plan: { title: 'Your plan does not include this', remedy: null, action: 'plans' },
  limit_reached: { title: 'Your plan is full', remedy: null, action: 'plans' },
  payment_required: {
    title: 'A payment is open',
    remedy: 'Reading and exporting go on. The owner of the workspace can settle it.',
    action: 'plans',
  },
  billing_hold: {
    title: 'This workspace is on hold',
    remedy: 'Reading and exporting go on until the payment is cleared.',
    action: null,
  },
  forbidden: {
    title: 'Your role does not allow this',
    remedy: 'Ask the owner of the workspace.',
    action: null,
  },
  not_billing_admin: { title: 'Only the owner decides about the plan', remedy: null, action: null },
  cross_origin: {
    title: 'The request came from another site',
    remedy: 'Open Footnote in its own tab and try again.',
    action: 'reload',
  },
  not_found: {
    title: 'It is not here',
    remedy: 'It may have been deleted, or it belongs to another workspace.',
    action: 'home',
  },
  method_not_allowed: { title: 'That cannot be done here', remedy: 'Reload the page.', action: 'reload' },
  conflict: {
    title: 'Something changed meanwhile',
    remedy: 'Look at the present state, then try again.',
    action: 'reload',
  },
  idempotency_key_reused: {
    title: 'This was sent before with other content',
    remedy: 'Reload the page and send it once more.',
    action: 'reload',
  },
  expired: { title: 'This is no longer valid', remedy: 'Ask for a new link.', action: null },
  file_too_large: { title: 'The file is too large', remedy: null, action: null },
  body_too_large: {
    title: 'That is too much text at once',
    remedy: 'Shorten it and send it again.',
    action: null,
  },
  unsupported_media_type: {
    title: 'This kind of file is not read yet',
    remedy: 'Add a PDF, a Markdown or a plain text file.',
    action: null,
  },
  range_not_satisfiable: { title: 'The file has changed', remedy: 'Reload the page.', action: 'reload' },
  invalid: { title: 'Something is missing or not right', remedy: null, action: null },
  rate_limited: {
    title: 'Too many requests in a short time',
    remedy: 'Wait a moment, then try again.',
    action: 'retry',
  },
  concurrency_limited: {
    title: 'Too many answers at once',
    remedy: 'Wait until one is finished, then try again.',
    action: 'retry',
  },
  internal: { title: 'Something broke on our side', remedy: OUR_FAULT, action: 'retry' },
  unavailable: {
    title: 'This part is not available now',
    remedy: 'Everything else goes on. Try again in a minute.',
    action: 'retry',
  },
  unreachable: {
    title: 'No connection to the server',
    remedy: 'What you wrote stays here. Check the connection, then try again.',
    action: 'retry',
  },
}

/** Title, remedy and button of a problem. An unknown code is our fault. */
export function toProblemText(problem: Problem): ProblemText {
  return isKnown(problem.code) ? PROBLEM_TEXT[problem.code] : PROBLEM_TEXT.internal
}

/** The problem inside an error; anything that is none is ours. */
export function toProblem(error: unknown): Problem {
  if (isApiProblem(error)) return error.problem
  return {
    type: 'about:blank',
    title: 'Error',
    status: 500,
    detail: 'The page met something it did not expect.',
    code: 'internal',
    requestId: '',
  }
}

/** HTTP status of an error of the API; null when the error is none. */
export function statusOf(error: unknown): number | null {
  return isApiProblem(error) && error.problem.status > 0 ? error.problem.status : null
}

/** By its name: the class would bring the schemas of the API into pages that call nothing. */
function isApiProblem(error: unknown): error is ApiProblem {
  return error instanceof Error && error.name === 'ApiProblem'
}

function isKnown(code: string): code is BrowserCode {
  return Object.hasOwn(PROBLEM_TEXT, code)
}
