import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { dismissNotice } from '#lib/billing/index.ts'
import { dismissNoticeSchema } from '#lib/billing/schema.ts'

export const POST = defineRoute({
  access: 'session',
  free: 'a person’s own view',
  rateLimit: SETTINGS_LIMIT,
  body: dismissNoticeSchema,
  summary: 'Put a notice away for its period',
  handle: ({ ctx, body: { key } }) => dismissNotice(ctx, key),
})
