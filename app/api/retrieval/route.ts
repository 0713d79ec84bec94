import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SEARCH_LIMIT } from '#app/api/_lib/limits.ts'
import { searchPassages } from '#lib/retrieval/index.ts'
import { passagesSchema, searchPassagesSchema } from '#lib/retrieval/schema.ts'

/** POST /api/retrieval ranks and answers nothing, so it costs nothing. */
export const POST = defineRoute({
  access: 'session-or-key',
  free: 'ranks and answers nothing',
  role: 'viewer',
  rateLimit: SEARCH_LIMIT,
  body: searchPassagesSchema,
  response: passagesSchema,
  summary: 'Ranked passages with the parts of their scores',
  handle: ({ ctx, body }) => searchPassages(ctx, body),
})
