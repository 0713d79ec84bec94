import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { staffDecidePlanRequest } from '#lib/admin/index.ts'
import { changedSchema, decidePlanRequestSchema } from '#lib/admin/schema.ts'

export const POST = defineRoute({
  access: 'staff',
  free: 'staff work for the platform',
  rateLimit: SETTINGS_LIMIT,
  params: z.object({ id: z.uuid() }),
  body: decidePlanRequestSchema,
  response: changedSchema,
  summary: 'Grant or decline a wish for another plan',
  maxBodyBytes: 16 * 1024,
  handle: async ({ user, params, body }) => ({ id: await staffDecidePlanRequest(user, params.id, body) }),
})
