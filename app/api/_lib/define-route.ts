import type { NextRequest } from 'next/server'
import type * as z from 'zod'
import { clientAddress } from '#lib/access/index.ts'
import { createId } from '#lib/platform/id.ts'
import { withRequestOrigin } from '#lib/platform/request-origin.ts'
import { countRefusal } from './count-refusal.ts'
import { guardRequest } from './guard-request.ts'
import { type LimitState, limitRate, rateLimitHeaders } from './limit-rate.ts'
import { logAnswer } from './log-answer.ts'
import { parseBody, parseParams, parseQuery } from './parse-input.ts'
import { problemResponse } from './problem-response.ts'
import { withApiHeaders } from './respond.ts'
import type {
  AnyRouteSpec,
  ParamsInput,
  Route,
  RouteAccess,
  RouteCall,
  RouteSpec,
  WorkspaceNeed,
} from './route-spec.ts'

type Schema = z.ZodType | undefined

/**
 * Makes a route handler: authenticate → origin check → rate limit → byte cap → parse → `handle` → respond. Whatever is
 * thrown on the way becomes problem+json; only an AppError says more than "something went wrong".
 *
 * @returns the handler for Next.js, with its `spec` attached.
 */
export function defineRoute<
  A extends RouteAccess,
  W extends WorkspaceNeed = A extends 'public' | 'staff' ? false : true,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
  R extends Schema = undefined,
>(spec: RouteSpec<A, W, P, Q, B, R>): Route<P, AnyRouteSpec> {
  const route = async (request: NextRequest, context: { params: Promise<ParamsInput<P>> }) => {
    const requestId = createId()
    const startedAt = performance.now()
    const response = await answer(spec, request, context, requestId).catch((error: unknown) =>
      problemResponse(error, requestId),
    )
    const ms = performance.now() - startedAt
    await logAnswer(request, response, { requestId, ms, params: context.params })
    return response
  }
  return Object.assign(route, { spec: forgetTypes(spec) })
}

async function answer<
  A extends RouteAccess,
  W extends WorkspaceNeed,
  P extends Schema,
  Q extends Schema,
  B extends Schema,
  R extends Schema,
>(
  spec: RouteSpec<A, W, P, Q, B, R>,
  request: NextRequest,
  context: { params: Promise<ParamsInput<P>> },
  requestId: string,
): Promise<Response> {
  const caller = await guardRequest(request, { ...spec, workspace: needsWorkspace(spec), requestId })
  const params = parseParams(spec.params, await context.params)
  // Before the body: reading and checking it is work, and must not be had without limit.
  const limit = await limitRate(request, spec.rateLimit, caller)
  const query = parseQuery(spec.query, request.nextUrl.searchParams)
  const body = await parseBody(spec.body, request, spec.maxBodyBytes)

  const headers = new Headers()
  const call = { ...caller, params, query, body, headers, request, requestId, signal: request.signal }
  const value = await withRequestOrigin(toOrigin(request), () =>
    countRefusal(caller, () => spec.handle(trustChecked<RouteCall<A, W, P, Q, B>>(call))),
  )
  return respond(spec, value, { headers, requestId, limit })
}

function toOrigin(request: Request) {
  return { address: clientAddress(request), userAgent: request.headers.get('user-agent') }
}

function respond(
  spec: { response?: z.ZodType | undefined; status?: number },
  value: unknown,
  extras: { headers: Headers; requestId: string; limit: LimitState | null },
): Response {
  const { headers, requestId, limit } = extras
  for (const [name, text] of rateLimitHeaders(limit)) headers.set(name, text)
  if (value instanceof Response) return withApiHeaders(value, requestId, headers)
  if (value === undefined || !spec.response) {
    return withApiHeaders(new Response(null, { status: spec.status ?? 204 }), requestId, headers)
  }
  // Parsing takes out what the schema does not name, so a column added to a row never leaks by accident.
  const body = spec.response.parse(value)
  return withApiHeaders(Response.json(body, { status: spec.status ?? 200 }), requestId, headers)
}

/** Whether a call must name a workspace: what the spec says, else whoever signs in does; staff look across all. */
export function needsWorkspace(spec: { access: RouteAccess; workspace?: WorkspaceNeed }): WorkspaceNeed {
  return spec.workspace ?? (spec.access !== 'public' && spec.access !== 'staff')
}

/** The steps above have checked each part against the spec, one by one, which the compiler cannot follow. */
function trustChecked<T>(call: object): T {
  return call as T
}

/** `handle` takes what its own schemas gave; nobody calls it through the forgotten type. */
function forgetTypes(spec: object): AnyRouteSpec {
  return spec as AnyRouteSpec
}
