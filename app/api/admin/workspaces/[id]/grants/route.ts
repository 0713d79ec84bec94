import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { readIdempotencyKey } from '#app/api/_lib/read-idempotency-key.ts'
import { staffGrantCredits } from '#lib/admin/index.ts'
import { changedSchema, grantCreditsSchema } from '#lib/admin/schema.ts'

export const POST = defineRoute({
  access: 'staff',
  free: 'staff work for the platform',
  rateLimit: SETTINGS_LIMIT,
  params: z.object({ id: z.uuid() }),
  body: grantCreditsSchema,
  response: changedSchema,
  status: 201,
  summary: 'Give a workspace credits for once',
  maxBodyBytes: 16 * 1024,
  handle: async ({ user, params, body, request, requestId }) => ({
    id: await staffGrantCredits(user, params.id, body, readIdempotencyKey(request) ?? requestId),
  }),
})
