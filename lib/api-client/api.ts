import type * as z from 'zod'
import { buildUnreachable, readProblem } from './api-problem.ts'

type QueryValue = string | number | boolean | readonly string[] | undefined

export interface CallOptions<S extends z.ZodType | undefined = undefined> {
  /** Parses the answer; without it the answer is not read. */
  schema?: S
  body?: unknown
  query?: Readonly<Record<string, QueryValue>>
  /** The workspace of the page, so that tabs in different workspaces never mix. */
  workspaceId?: string
  signal?: AbortSignal
  idempotencyKey?: string
}

type Answer<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined
type Call = <S extends z.ZodType | undefined = undefined>(
  path: string,
  options?: CallOptions<S>,
) => Promise<Answer<S>>

/** Our own API by method. Every call throws ApiProblem when it is refused or not answered. */
export interface Api {
  get: Call
  post: Call
  put: Call
  patch: Call
  delete: Call
}

export interface ApiOrigin {
  /** Empty in the browser; the server's address in tests and scripts. */
  baseUrl?: string
  /** Sent with each call, e.g. a cookie. */
  headers?: Readonly<Record<string, string>>
}

/** The API as seen from somewhere. */
export function createApi(origin: ApiOrigin = {}): Api {
  const by =
    (method: string): Call =>
    (path, options) =>
      call(origin, method, { path, options: options ?? {} })
  return { get: by('GET'), post: by('POST'), put: by('PUT'), patch: by('PATCH'), delete: by('DELETE') }
}

/** The API as the browser's pages call it. */
export const api: Api = createApi()

async function call<S extends z.ZodType | undefined>(
  origin: ApiOrigin,
  method: string,
  { path, options }: { path: string; options: CallOptions<S> },
): Promise<Answer<S>> {
  const response = await send(toUrl(origin, path, options.query), {
    method,
    headers: buildHeaders(origin, options),
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal ? { signal: options.signal } : {}),
  })
  if (!response.ok) throw await readProblem(response)
  if (!options.schema) return asAnswer<S>(undefined)
  return asAnswer<S>(options.schema.parse(await readJson(response, options.signal)))
}

/** fetch, with a lost connection told apart from everything else. An abort stays an abort. */
export async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw buildUnreachable(error)
  }
}

/** Headers that each call of the API carries. */
export function buildHeaders(origin: ApiOrigin, options: CallOptions<z.ZodType | undefined>): Headers {
  const headers = new Headers({ accept: 'application/json', ...origin.headers })
  if (options.body !== undefined) headers.set('content-type', 'application/json')
  if (options.workspaceId) headers.set('x-workspace-id', options.workspaceId)
  if (options.idempotencyKey) headers.set('idempotency-key', options.idempotencyKey)
  return headers
}

export function toUrl(origin: ApiOrigin, path: string, query: CallOptions['query'] = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value]
    for (const entry of values) if (entry !== undefined) search.append(name, String(entry))
  }
  const suffix = search.size > 0 ? `${path.includes('?') ? '&' : '?'}${search}` : ''
  return `${origin.baseUrl ?? ''}${path}${suffix}`
}

async function readJson(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    if (signal?.aborted) throw error
    throw buildUnreachable(error)
  }
}

/** A conditional type is not narrowed by a check of its parameter; the two callers hold it. */
function asAnswer<S extends z.ZodType | undefined>(value: unknown): Answer<S> {
  return value as Answer<S>
}
