import { defineRoute } from '#app/api/_lib/define-route.ts'
import { WRITE_LIMIT } from '#app/api/_lib/limits.ts'
import { readIdempotencyKey } from '#app/api/_lib/read-idempotency-key.ts'
import { readQuota } from '#lib/billing/index.ts'
import { reindexDocument } from '#lib/documents/index.ts'
import { documentParamsSchema, documentSchema, reindexDocumentSchema } from '#lib/documents/schema.ts'

/** POST …/reindex answers 202: the credits are held and the new passages are being made; the old ones stay in use. */
export const POST = defineRoute({
  access: 'session-or-key',
  role: 'member',
  rateLimit: WRITE_LIMIT,
  meter: 'credits',
  params: documentParamsSchema,
  body: reindexDocumentSchema,
  response: documentSchema,
  status: 202,
  summary: 'Make the passages of a document in another length, at the price of a quote',
  handle: async ({ ctx, params, body, headers, request, requestId }) => {
    const idempotencyKey = readIdempotencyKey(request) ?? requestId
    const document = await reindexDocument(ctx, params.id, { ...body, idempotencyKey })
    for (const [name, value] of Object.entries(await readQuota(ctx, 'credits'))) headers.set(name, value)
    return document
  },
})
