import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { staffRevokeGrant } from '#lib/admin/index.ts'
import { changedSchema, revokeGrantSchema } from '#lib/admin/schema.ts'

export const POST = defineRoute({
  access: 'staff',
  free: 'staff work for the platform',
  rateLimit: SETTINGS_LIMIT,
  params: z.object({ id: z.uuid(), grantId: z.uuid() }),
  body: revokeGrantSchema,
  response: changedSchema,
  summary: 'Take back what is left of credits',
  maxBodyBytes: 16 * 1024,
  handle: async ({ user, params, body }) => ({
    id: await staffRevokeGrant(user, { workspaceId: params.id, grantId: params.grantId }, body),
  }),
})
