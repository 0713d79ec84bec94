import { defineRoute } from '#app/api/_lib/define-route.ts'
import { WRITE_LIMIT } from '#app/api/_lib/limits.ts'
import { retryDocument } from '#lib/documents/index.ts'
import { documentParamsSchema, documentSchema } from '#lib/documents/schema.ts'

export const POST = defineRoute({
  access: 'session-or-key',
  role: 'member',
  rateLimit: WRITE_LIMIT,
  meter: 'documents',
  params: documentParamsSchema,
  response: documentSchema,
  status: 202,
  summary: 'Read a failed document again',
  handle: ({ ctx, params }) => retryDocument(ctx, params.id),
})
