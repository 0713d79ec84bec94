import { type Problem, problemSchema } from '#lib/platform/http/schema.ts'

/** A refusal of the API, or its silence: then `status` is 0 and `code` is `unreachable`. */
export class ApiProblem extends Error {
  readonly problem: Problem

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options)
    this.name = 'ApiProblem'
    this.problem = problem
  }

  get code(): string {
    return this.problem.code
  }

  get status(): number {
    return this.problem.status
  }
}

/** For a request that got no answer at all. */
export function buildUnreachable(cause: unknown): ApiProblem {
  const detail = 'Footnote could not be reached. Check the connection and try again.'
  return new ApiProblem(
    { type: 'about:blank', title: 'No connection', status: 0, detail, code: 'unreachable', requestId: '' },
    { cause },
  )
}

/** What a response that is no success says; a page of some proxy in between becomes an `internal` problem. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null)
  const known = problemSchema.safeParse(body)
  if (known.success) return new ApiProblem(known.data)
  return new ApiProblem({
    type: 'about:blank',
    title: 'Unexpected answer',
    status: response.status,
    detail: 'The server gave an answer that could not be read. Try again in a moment.',
    code: 'internal',
    requestId: response.headers.get('x-request-id') ?? '',
  })
}
