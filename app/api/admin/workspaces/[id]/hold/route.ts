import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { staffSetHold } from '#lib/admin/index.ts'
import { changedSchema, setHoldSchema } from '#lib/admin/schema.ts'

export const POST = defineRoute({
  access: 'staff',
  free: 'staff work for the platform',
  rateLimit: SETTINGS_LIMIT,
  params: z.object({ id: z.uuid() }),
  body: setHoldSchema,
  response: changedSchema,
  summary: 'Stop all spending and adding of a workspace, or let it go on',
  maxBodyBytes: 16 * 1024,
  handle: async ({ user, params, body }) => ({ id: await staffSetHold(user, params.id, body) }),
})
