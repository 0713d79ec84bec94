import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { retryStaffJob } from '#lib/admin/index.ts'
import { changedSchema, reasonedSchema } from '#lib/admin/schema.ts'

export const POST = defineRoute({
  access: 'staff',
  free: 'staff work for the platform',
  rateLimit: SETTINGS_LIMIT,
  params: z.object({ id: z.uuid() }),
  body: reasonedSchema,
  response: changedSchema,
  summary: 'Give a failed job one more try',
  maxBodyBytes: 16 * 1024,
  handle: async ({ user, params, body }) => ({ id: await retryStaffJob(user, params.id, body.reason) }),
})
