import { defineRoute } from '#app/api/_lib/define-route.ts'
import { isCited } from '#lib/chat/index.ts'
import { getCanonicalPage } from '#lib/documents/index.ts'
import { canonicalPageSchema, pageParamsSchema, versionQuerySchema } from '#lib/documents/schema.ts'

export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  params: pageParamsSchema,
  query: versionQuerySchema,
  response: canonicalPageSchema,
  summary: 'Canonical text of a page and where its runs stand',
  handle: ({ ctx, params, query }) =>
    getCanonicalPage(ctx, params.id, params.number, { versionId: query.versionId, isCited }),
})
