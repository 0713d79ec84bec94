import { defineRoute } from '#app/api/_lib/define-route.ts'
import { WRITE_LIMIT } from '#app/api/_lib/limits.ts'
import { readQuota } from '#lib/billing/index.ts'
import { createDocument, listDocuments } from '#lib/documents/index.ts'
import {
  createDocumentSchema,
  documentPageSchema,
  documentSchema,
  listDocumentsSchema,
} from '#lib/documents/schema.ts'

export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  query: listDocumentsSchema,
  response: documentPageSchema,
  summary: 'List documents, newest first',
  handle: ({ ctx, query }) => listDocuments(ctx, query),
})

/** POST /api/documents answers 202: the document exists, its ingestion is queued. */
export const POST = defineRoute({
  access: 'session-or-key',
  role: 'member',
  rateLimit: WRITE_LIMIT,
  meter: 'documents',
  body: createDocumentSchema,
  response: documentSchema,
  status: 202,
  summary: 'Make a document from a finished upload',
  handle: async ({ ctx, body, headers }) => {
    const document = await createDocument(ctx, body)
    headers.set('location', `/api/documents/${document.id}`)
    for (const [name, value] of Object.entries(await readQuota(ctx, 'documents'))) headers.set(name, value)
    return document
  },
})
