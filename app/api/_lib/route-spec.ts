import type { NextRequest } from 'next/server'
import type * as z from 'zod'
import type { Role, UserContext, WorkspaceContext } from '#lib/auth/context.ts'
import type { Feature } from '#lib/billing/schema.ts'
import type { RateLimit } from './limit-rate.ts'

/**
 * Who may call. `session-or-key` also takes an API key of the workspace, `staff` only whoever operates the platform, and
 * never a key.
 */
export type RouteAccess = 'public' | 'session' | 'session-or-key' | 'staff'

/** What a plan holds an amount of. */
export type Meter = 'documents' | 'pages' | 'credits'

/** Whether the call names a workspace; `optional` takes one when it is named. */
export type WorkspaceNeed = boolean | 'optional'

type Schema = z.ZodType | undefined
type Output<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined
type Answer<S extends Schema> = S extends z.ZodType
  ? Promise<z.input<S> | Response> | z.input<S> | Response
  : Promise<Response | undefined> | Promise<void> | Response | undefined
export type ParamsInput<S extends Schema> = S extends z.ZodType ? z.input<S> : object

type UserOf<A extends RouteAccess> = A extends 'session' | 'staff' ? UserContext : UserContext | null
type ContextOf<W extends WorkspaceNeed> = W extends true
  ? WorkspaceContext
  : W extends 'optional'
    ? WorkspaceContext | null
    : null

/** What `handle` is given; everything in it has been checked. */
export interface RouteCall<
  A extends RouteAccess,
  W extends WorkspaceNeed,
  P extends Schema,
  Q extends Schema,
  B extends Schema,
> {
  /** The caller in the workspace that the call names; null where the route needs none. */
  ctx: ContextOf<W>
  /** The signed-in person; null for an API key and on public routes. */
  user: UserOf<A>
  params: Output<P>
  query: Output<Q>
  body: Output<B>
  /** Headers of the answer; set `location`, cookies and the like here. */
  headers: Headers
  request: NextRequest
  requestId: string
  /** Aborts when the caller goes away. */
  signal: AbortSignal
}

export interface RouteSpec<
  A extends RouteAccess = RouteAccess,
  W extends WorkspaceNeed = WorkspaceNeed,
  P extends Schema = Schema,
  Q extends Schema = Schema,
  B extends Schema = Schema,
  R extends Schema = Schema,
> {
  access: A
  /** Whether `X-Workspace-Id` or `?ws=` must be there; true unless the route is public or for staff. */
  workspace?: W
  /** The weakest role that may call. The service checks again. */
  role?: Role
  /**
   * What of the plan a changing call asks for; the service decides. Each route that changes something declares one of
   * `feature`, `meter` and `free`, and the bypass matrix holds it to that.
   */
  feature?: Feature
  /** What it takes of: stocks (documents, pages), or credits, where the price is above 0. */
  meter?: Meter
  /** Why it asks nothing of the plan. */
  free?: string
  rateLimit?: RateLimit
  /** Path parameters. One that does not parse answers 404, as an id that nobody has. */
  params?: P
  query?: Q
  body?: B
  response?: R
  /** Status of a good answer: 200, or 204 when there is nothing to say. */
  status?: number
  /** One line for the description of the API. */
  summary: string
  /** Longest JSON body in bytes; 256 KB unless told. */
  maxBodyBytes?: number
  /** Answers by a value of `response`, or by `fileResponse` / `eventStream`. */
  handle: (call: RouteCall<A, W, P, Q, B>) => Answer<R>
}

/** A route handler as Next.js calls it, with its spec for the description of the API and the tests. */
export type Route<P extends Schema, S> = ((
  request: NextRequest,
  context: { params: Promise<ParamsInput<P>> },
) => Promise<Response>) & { spec: S }

/** A spec whose type parameters have been forgotten: what tests and the description of the API see. */
export type AnyRouteSpec = Omit<RouteSpec, 'handle'>
