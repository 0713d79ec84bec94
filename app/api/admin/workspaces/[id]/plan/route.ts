import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { staffChangePlan } from '#lib/admin/index.ts'
import { changedSchema, changePlanSchema } from '#lib/admin/schema.ts'

export const POST = defineRoute({
  access: 'staff',
  free: 'staff work for the platform',
  rateLimit: SETTINGS_LIMIT,
  params: z.object({ id: z.uuid() }),
  body: changePlanSchema,
  response: changedSchema,
  summary: 'Put a workspace on another plan or number of seats',
  maxBodyBytes: 16 * 1024,
  handle: async ({ user, params, body }) => ({ id: await staffChangePlan(user, params.id, body) }),
})
