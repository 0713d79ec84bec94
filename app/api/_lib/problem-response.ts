import { AppError, isAppError, PROBLEM_STATUS, type ProblemCode } from '#lib/platform/errors.ts'
import type { Problem } from '#lib/platform/http/schema.ts'
import { log } from '#lib/platform/log.ts'
import { withApiHeaders } from './respond.ts'

const TITLES: Record<ProblemCode, string> = {
  bad_request: 'The request cannot be read',
  workspace_required: 'No workspace was named',
  unauthenticated: 'Nobody is signed in',
  sign_in_again: 'A fresh sign-in is needed',
  quota_exceeded: 'The credits are used up',
  feature_not_in_plan: 'The plan does not include this',
  limit_reached: 'The plan’s limit is reached',
  payment_required: 'A payment is outstanding',
  billing_hold: 'The account is on hold',
  forbidden: 'This role may not do that',
  not_billing_admin: 'Only the owner decides about the plan',
  cross_origin: 'The call came from another site',
  not_found: 'Not found',
  method_not_allowed: 'The method is not allowed here',
  conflict: 'The state has changed',
  idempotency_key_reused: 'The idempotency key belongs to another request',
  expired: 'No longer valid',
  file_too_large: 'The file is too large',
  body_too_large: 'The request is too large',
  unsupported_media_type: 'This type is not taken',
  range_not_satisfiable: 'The range lies outside the file',
  invalid: 'Some fields are not as they should be',
  rate_limited: 'Too many requests',
  concurrency_limited: 'Too many at once',
  internal: 'Something went wrong',
  unavailable: 'Not available right now',
}

/**
 * What any error says to the caller (RFC 9457). An AppError speaks for itself; anything else is opaque.
 *
 * @param requestId lets the caller and the log speak of the same failure.
 */
export function toProblem(error: unknown, requestId: string): Problem {
  const known = isAppError(error)
    ? error
    : new AppError('internal', 'Something went wrong on our side. Try again.')
  const { code, extensions } = known
  // One sentence for all that is not there: a service's own words would tell a foreign id from a random one.
  const detail = code === 'not_found' ? 'There is nothing here, or not for you.' : known.message
  const base = {
    type: `/problems/${code}`,
    title: TITLES[code],
    status: PROBLEM_STATUS[code],
    detail,
    code,
    requestId,
  }
  return code === 'not_found' ? base : { ...extensions, ...base }
}

/** Answers an error as application/problem+json and logs whole what is our fault. */
export function problemResponse(error: unknown, requestId: string): Response {
  if (!isAppError(error) || error.code === 'internal') log.error({ err: error, requestId }, 'request failed')
  const problem = toProblem(error, requestId)
  const headers = new Headers({ 'content-type': 'application/problem+json' })
  for (const [name, text] of standingHeaders(problem)) headers.set(name, text)
  const { retryAfterSeconds, allow } = problem
  if (typeof retryAfterSeconds === 'number') headers.set('retry-after', String(Math.ceil(retryAfterSeconds)))
  if (Array.isArray(allow)) headers.set('allow', allow.join(', '))
  return withApiHeaders(new Response(JSON.stringify(problem), { status: problem.status, headers }), requestId)
}

/** What a refusal by plan or pace says in headers too, for callers that do not read bodies: which meter, what is left, when. */
function standingHeaders(problem: Problem): [string, string][] {
  const { code, meter, limitKey, available, resetsAt, limit, remaining, retryAfterSeconds } = problem
  const facts: [string, unknown][] =
    code === 'rate_limited'
      ? [
          ['ratelimit-limit', limit],
          ['ratelimit-remaining', remaining],
          ['ratelimit-reset', retryAfterSeconds],
        ]
      : [
          ['x-quota-meter', meter ?? limitKey],
          ['x-quota-remaining', available],
          ['x-quota-reset', resetsAt],
        ]
  return facts.flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
  )
}
