import { defineRoute } from '#app/api/_lib/define-route.ts'
import { findInDocument } from '#lib/documents/index.ts'
import { documentParamsSchema, findInDocumentSchema, matchesSchema } from '#lib/documents/schema.ts'

export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  params: documentParamsSchema,
  query: findInDocumentSchema,
  response: matchesSchema,
  summary: 'Where a text stands in a document',
  handle: ({ ctx, params, query }) =>
    findInDocument(ctx, params.id, { text: query.q, versionId: query.versionId }),
})
