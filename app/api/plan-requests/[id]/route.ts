import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { withdrawPlanRequest } from '#lib/billing/index.ts'
import { idSchema } from '#lib/platform/http/schema.ts'

export const DELETE = defineRoute({
  access: 'session',
  free: 'the way to another plan',
  rateLimit: SETTINGS_LIMIT,
  params: z.object({ id: idSchema }),
  summary: 'Take a request for a plan back',
  handle: ({ ctx, params: { id } }) => withdrawPlanRequest(ctx, id),
})
