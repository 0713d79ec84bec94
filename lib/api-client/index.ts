import type { ZodType } from 'zod'
import { readProblem, unreachable } from './problem.ts'

export { ApiProblem } from './problem.ts'

type Query = Readonly<Record<string, string | number | boolean | undefined>>

export interface RequestOptions<T> {
  query?: Query
  body?: unknown
  /** What the answer must look like; without it nothing is read and undefined is given. */
  schema?: ZodType<T>
  headers?: Readonly<Record<string, string>>
  /** Another workspace than the page's. */
  workspaceId?: string
  signal?: AbortSignal
}

const page: { workspaceId: string | null } = { workspaceId: null }

/** Which workspace the page shows; sent as X-Workspace-Id with each call. Called by the shell. */
export function setPageWorkspace(workspaceId: string | null): void {
  page.workspaceId = workspaceId
}

/**
 * Typed calls of our own API.
 *
 * @throws ApiProblem with the problem+json of the answer, or code "unreachable".
 */
export const api = {
  get: <T = undefined>(path: string, options?: RequestOptions<T>) => send('GET', path, options),
  post: <T = undefined>(path: string, options?: RequestOptions<T>) => send('POST', path, options),
  patch: <T = undefined>(path: string, options?: RequestOptions<T>) => send('PATCH', path, options),
  put: <T = undefined>(path: string, options?: RequestOptions<T>) => send('PUT', path, options),
  delete: <T = undefined>(path: string, options?: RequestOptions<T>) => send('DELETE', path, options),
}

/** A call whose answer is read by the caller, e.g. a stream. @throws ApiProblem when it is not 2xx. */
export async function open(
  method: string,
  path: string,
  options: RequestOptions<unknown> = {},
): Promise<Response> {
  const headers = new Headers(options.headers)
  const workspaceId = options.workspaceId ?? page.workspaceId
  if (workspaceId) headers.set('x-workspace-id', workspaceId)
  if (options.body !== undefined) headers.set('content-type', 'application/json')
  const response = await fetch(withQuery(path, options.query), {
    method,
    headers,
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal ? { signal: options.signal } : {}),
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error
    throw unreachable(error)
  })
  if (!response.ok) throw await readProblem(response)
  return response
}

async function send<T>(method: string, path: string, options: RequestOptions<T> = {}): Promise<T> {
  const response = await open(method, path, options)
  return options.schema ? options.schema.parse(await response.json()) : nothing()
}

/** Without a schema T is undefined by its default; the type system cannot tie the two. */
function nothing<T>(): T {
  return undefined as T
}

function withQuery(path: string, query: Query = {}): string {
  const given = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  )
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}
