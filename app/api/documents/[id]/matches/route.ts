import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SEARCH_LIMIT } from '#app/api/_lib/limits.ts'
import { isCited } from '#lib/chat/index.ts'
import { findInDocument } from '#lib/documents/index.ts'
import { documentParamsSchema, findInDocumentSchema, matchesSchema } from '#lib/documents/schema.ts'

export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  rateLimit: SEARCH_LIMIT,
  params: documentParamsSchema,
  query: findInDocumentSchema,
  response: matchesSchema,
  summary: 'Where a text stands in a document',
  handle: ({ ctx, params, query }) =>
    findInDocument(ctx, params.id, { text: query.q, versionId: query.versionId, isCited }),
})
