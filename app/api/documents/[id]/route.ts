import { defineRoute } from '#app/api/_lib/define-route.ts'
import { getDocument, trashDocument, updateDocument } from '#lib/documents/index.ts'
import { documentParamsSchema, documentSchema, updateDocumentSchema } from '#lib/documents/schema.ts'

export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  params: documentParamsSchema,
  response: documentSchema,
  summary: 'Status and stage of a document',
  handle: ({ ctx, params }) => getDocument(ctx, params.id),
})

export const PATCH = defineRoute({
  access: 'session-or-key',
  free: 'naming and deleting never ask the plan',
  role: 'member',
  params: documentParamsSchema,
  body: updateDocumentSchema,
  response: documentSchema,
  summary: 'Rename a document',
  handle: ({ ctx, params, body }) => updateDocument(ctx, params.id, body),
})

export const DELETE = defineRoute({
  access: 'session-or-key',
  free: 'naming and deleting never ask the plan',
  role: 'member',
  params: documentParamsSchema,
  summary: 'Put a document into the trash',
  handle: async ({ ctx, params }) => {
    await trashDocument(ctx, params.id)
    return undefined
  },
})
