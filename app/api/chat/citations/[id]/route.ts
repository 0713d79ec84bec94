import { defineRoute } from '#app/api/_lib/define-route.ts'
import { getCitation } from '#lib/chat/index.ts'
import { chatParamsSchema, citationSchema } from '#lib/chat/schema.ts'

export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  params: chatParamsSchema,
  response: citationSchema,
  summary: 'A footnote: quote, version, page, rectangles, verdict',
  handle: ({ ctx, params }) => getCitation(ctx, params.id),
})
