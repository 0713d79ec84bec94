// How the tests that go through all routes call them: what stands for the parameters of a path, and what is sent.
import { createId } from '#lib/platform/id.ts'
import type { createTenant, HttpCall } from '#lib/testing/http.ts'
import type { BuiltRoute } from './built-routes.ts'

export type Tenant = Awaited<ReturnType<typeof createTenant>>
export type RouteIds = Tenant['ids']

/** What stands for the parameters of a path. A route with parameters and no line here fails the route matrix. */
export const PATHS: Record<string, (ids: RouteIds, id?: string) => string> = {
  '/api/documents/[id]': ({ document }, id = document) => `/api/documents/${id}`,
  '/api/documents/[id]/file': ({ document, version }, id = document) =>
    `/api/documents/${id}/file?versionId=${version}`,
  '/api/documents/[id]/matches': ({ document, version }, id = document) =>
    `/api/documents/${id}/matches?versionId=${version}&q=abc`,
  '/api/documents/[id]/pages/[number]': ({ document, version }, id = document) =>
    `/api/documents/${id}/pages/1?versionId=${version}`,
  '/api/documents/[id]/reindex': ({ document }, id = document) => `/api/documents/${id}/reindex`,
  '/api/documents/[id]/restore': ({ document }, id = document) => `/api/documents/${id}/restore`,
  '/api/documents/[id]/retry': ({ document }, id = document) => `/api/documents/${id}/retry`,
  '/api/chat/citations/[id]': ({ citation }, id = citation) => `/api/chat/citations/${id}`,
  '/api/chat/conversations/[id]': ({ conversation }, id = conversation) => `/api/chat/conversations/${id}`,
  '/api/chat/conversations/[id]/restore': ({ conversation }, id = conversation) =>
    `/api/chat/conversations/${id}/restore`,
  '/api/chat/conversations/[id]/runs': ({ conversation }, id = conversation) =>
    `/api/chat/conversations/${id}/runs`,
  '/api/chat/runs/[id]': ({ run }, id = run) => `/api/chat/runs/${id}`,
  '/api/chat/runs/[id]/events': ({ run }, id = run) => `/api/chat/runs/${id}/events?after=0`,
  '/api/chat/runs/[id]/stop': ({ run }, id = run) => `/api/chat/runs/${id}/stop`,
  '/api/plan-requests/[id]': ({ planRequest }, id = planRequest) => `/api/plan-requests/${id}`,
  '/api/workspaces/[id]': ({ workspace }, id = workspace) => `/api/workspaces/${id}`,
  '/api/admin/jobs/[id]/retry': ({ run }, id = run) => `/api/admin/jobs/${id}/retry`,
  '/api/admin/plan-requests/[id]/decide': ({ run }, id = run) => `/api/admin/plan-requests/${id}/decide`,
  '/api/admin/workspaces/[id]': ({ workspace }, id = workspace) => `/api/admin/workspaces/${id}`,
  '/api/admin/workspaces/[id]/grants': ({ workspace }, id = workspace) =>
    `/api/admin/workspaces/${id}/grants`,
  '/api/admin/workspaces/[id]/grants/[grantId]/revoke': ({ workspace, run }, id = workspace) =>
    `/api/admin/workspaces/${id}/grants/${run}/revoke`,
  '/api/admin/workspaces/[id]/hold': ({ workspace }, id = workspace) => `/api/admin/workspaces/${id}/hold`,
  '/api/admin/workspaces/[id]/ledger': ({ workspace }, id = workspace) =>
    `/api/admin/workspaces/${id}/ledger`,
  '/api/admin/workspaces/[id]/overrides': ({ workspace }, id = workspace) =>
    `/api/admin/workspaces/${id}/overrides`,
  '/api/admin/workspaces/[id]/overrides/[overrideId]': ({ workspace, run }, id = workspace) =>
    `/api/admin/workspaces/${id}/overrides/${run}`,
  '/api/admin/workspaces/[id]/plan': ({ workspace }, id = workspace) => `/api/admin/workspaces/${id}/plan`,
}

/** What a route asks for that cannot be called without. */
const QUERIES: Record<string, string> = {
  '/api/admin/usage': '?from=2026-01-01&to=2026-01-31',
  '/api/admin/denials': '?from=2026-01-01&to=2026-01-31',
}

/** Bodies that are right, so that a refusal is about who asks and not about what. */
export const BODIES: Record<string, unknown> = {
  'PATCH /api/account': { name: 'Ada' },
  'PATCH /api/documents/[id]': { name: 'b.txt' },
  'POST /api/documents/[id]/reindex': { chunkSize: 'small' },
  'POST /api/quotes': { action: 'reindex', documentId: createId(), chunkSize: 'small' },
  'PATCH /api/chat/conversations/[id]': { title: 'Another' },
  'POST /api/chat/conversations/[id]/runs': { question: 'What is abc?' },
  'PATCH /api/workspaces/[id]': { name: 'Another name' },
  'POST /api/plan-requests': { planKey: 'pro' },
  'POST /api/user/notices/dismiss': { key: 'credits.80:2026-11-24' },
  'POST /api/workspaces': { name: 'Another one' },
  'POST /api/retrieval': { question: 'What is abc?' },
  'POST /api/staff/claim': { token: 'no token that anybody was ever given' },
  'POST /api/admin/jobs/[id]/retry': { reason: 'a test' },
  'POST /api/admin/plan-requests/[id]/decide': { decision: 'granted', reply: '' },
  'POST /api/admin/workspaces/[id]/grants': { credits: 1, reason: 'a test', expiresAt: null },
  'POST /api/admin/workspaces/[id]/grants/[grantId]/revoke': { reason: 'a test' },
  'POST /api/admin/workspaces/[id]/hold': { hold: false, reason: 'a test' },
  'POST /api/admin/workspaces/[id]/overrides': {
    ...{ key: 'documents', op: 'set', value: 5, reason: 'a test', expiresAt: null },
  },
  'DELETE /api/admin/workspaces/[id]/overrides/[overrideId]': { reason: 'a test' },
  'POST /api/admin/workspaces/[id]/plan': { planKey: 'free', reason: 'a test' },
}

/** As `BODIES` names it. */
export const keyOf = ({ method, path }: BuiltRoute) => `${method} ${path}`
/** @param id stands for the first parameter instead of the tenant's own. */
export function pathOf({ path }: BuiltRoute, ids: RouteIds, id?: string): string {
  return PATHS[path]?.(ids, id) ?? `${path}${QUERIES[path] ?? ''}`
}

/** A call that is right in all but what `call` changes. */
export function callOf(route: BuiltRoute, call: HttpCall): HttpCall {
  const body = BODIES[keyOf(route)]
  const headers = { 'idempotency-key': createId() }
  return { method: route.method, headers, ...call, ...(body === undefined ? {} : { body }) }
}
