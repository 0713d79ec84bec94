import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { staffRevokeOverride } from '#lib/admin/index.ts'
import { changedSchema, reasonedSchema } from '#lib/admin/schema.ts'

export const DELETE = defineRoute({
  access: 'staff',
  free: 'staff work for the platform',
  rateLimit: SETTINGS_LIMIT,
  params: z.object({ id: z.uuid(), overrideId: z.uuid() }),
  body: reasonedSchema,
  response: changedSchema,
  summary: 'End an override now',
  maxBodyBytes: 16 * 1024,
  handle: async ({ user, params, body }) => ({
    id: await staffRevokeOverride(
      user,
      { workspaceId: params.id, overrideId: params.overrideId },
      body.reason,
    ),
  }),
})
