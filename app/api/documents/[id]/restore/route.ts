import { defineRoute } from '#app/api/_lib/define-route.ts'
import { restoreDocument } from '#lib/documents/index.ts'
import { documentParamsSchema, documentSchema } from '#lib/documents/schema.ts'

export const POST = defineRoute({
  access: 'session-or-key',
  role: 'member',
  meter: 'documents',
  params: documentParamsSchema,
  response: documentSchema,
  summary: 'Take a document out of the trash',
  handle: ({ ctx, params }) => restoreDocument(ctx, params.id),
})
