import { type Problem, problemSchema } from '#lib/platform/http/schema.ts'

const UNREACHABLE: Problem = {
  type: 'about:blank',
  title: 'Not reachable',
  status: 0,
  detail: 'The server did not answer.',
  code: 'unreachable',
  requestId: '',
}

/** What our API answered instead of a result; `problem.code` is "unreachable" when nothing came at all. */
export class ApiProblem extends Error {
  readonly problem: Problem

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options)
    this.name = 'ApiProblem'
    this.problem = problem
  }
}

export function unreachable(cause: unknown): ApiProblem {
  return new ApiProblem(UNREACHABLE, { cause })
}

/** Reads problem+json; a body that is none (a proxy's page) becomes an `internal` problem of the same status. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const parsed = problemSchema.safeParse(await response.json().catch(() => null))
  if (!parsed.success) {
    const detail = 'The server answered with something unexpected.'
    return new ApiProblem({
      ...UNREACHABLE,
      title: 'Error',
      status: response.status,
      detail,
      code: 'internal',
    })
  }
  const retryAfter = Number(response.headers.get('retry-after'))
  return new ApiProblem(
    retryAfter > 0
      ? { ...parsed.data, retryAfterSeconds: parsed.data.retryAfterSeconds ?? retryAfter }
      : parsed.data,
  )
}
