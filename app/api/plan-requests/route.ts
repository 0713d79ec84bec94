import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { findPlanRequest, requestPlan } from '#lib/billing/index.ts'
import { lastPlanRequestSchema, planRequestSchema, requestPlanSchema } from '#lib/billing/schema.ts'

export const GET = defineRoute({
  access: 'session',
  response: lastPlanRequestSchema,
  summary: 'The open request for another plan, else the last one',
  handle: async ({ ctx }) => ({ planRequest: await findPlanRequest(ctx) }),
})

export const POST = defineRoute({
  access: 'session',
  free: 'the way to another plan',
  rateLimit: SETTINGS_LIMIT,
  body: requestPlanSchema,
  response: planRequestSchema,
  status: 201,
  summary: 'Ask for a larger plan or more seats; only the owner may',
  handle: async ({ ctx, body, headers }) => {
    const request = await requestPlan(ctx, body)
    headers.set('location', `/api/plan-requests/${request.id}`)
    return request
  },
})
