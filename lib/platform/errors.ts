/** Every code that our API answers with, and its HTTP status (RFC 9457 problem+json). */
export const PROBLEM_STATUS = {
  bad_request: 400,
  workspace_required: 400,
  unauthenticated: 401,
  sign_in_again: 401,
  quota_exceeded: 402,
  feature_not_in_plan: 402,
  limit_reached: 402,
  payment_required: 402,
  billing_hold: 402,
  forbidden: 403,
  not_billing_admin: 403,
  cross_origin: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  idempotency_key_reused: 409,
  expired: 410,
  file_too_large: 413,
  body_too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  invalid: 422,
  rate_limited: 429,
  concurrency_limited: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<string, number>

export type ProblemCode = keyof typeof PROBLEM_STATUS

/** Typed extras of a problem, in camelCase, e.g. `{ meter, limit, used }` on 402. */
export type ProblemExtensions = Record<string, unknown>

/** The one error that services throw. The route wrapper turns it into problem+json; anything else is an opaque 500. */
export class AppError extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly extensions: ProblemExtensions

  /**
   * @param code decides the HTTP status.
   * @param detail one plain sentence for the person: what happened and what to do. Never holds secrets, SQL or paths.
   */
  constructor(code: ProblemCode, detail: string, extensions: ProblemExtensions = {}, options?: ErrorOptions) {
    super(detail, options)
    this.name = 'AppError'
    this.code = code
    this.status = PROBLEM_STATUS[code]
    this.extensions = extensions
  }
}

/** Whether `error` is an AppError, optionally with one of `codes`. */
export function isAppError(error: unknown, ...codes: ProblemCode[]): error is AppError {
  return error instanceof AppError && (codes.length === 0 || codes.includes(error.code))
}
