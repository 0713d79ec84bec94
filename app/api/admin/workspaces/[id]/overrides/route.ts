import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { readIdempotencyKey } from '#app/api/_lib/read-idempotency-key.ts'
import { staffAddOverride } from '#lib/admin/index.ts'
import { addOverrideSchema, changedSchema } from '#lib/admin/schema.ts'

export const POST = defineRoute({
  access: 'staff',
  free: 'staff work for the platform',
  rateLimit: SETTINGS_LIMIT,
  params: z.object({ id: z.uuid() }),
  body: addOverrideSchema,
  response: changedSchema,
  status: 201,
  summary: 'Lay an override over the plan of a workspace',
  maxBodyBytes: 16 * 1024,
  handle: async ({ user, params, body, request, requestId }) => ({
    id: await staffAddOverride(user, params.id, body, readIdempotencyKey(request) ?? requestId),
  }),
})
