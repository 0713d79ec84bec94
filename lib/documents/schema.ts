import * as z from 'zod'
import { idSchema, instantSchema, pageOf } from '#lib/platform/http/schema.ts'

/** Media types that are taken, with the extensions that must go with them. */
export const MEDIA_TYPES = {
  'application/pdf': ['pdf'],
  'text/markdown': ['md', 'markdown'],
  'text/plain': ['txt', 'text'],
} as const satisfies Record<string, readonly string[]>
export type MediaType = keyof typeof MEDIA_TYPES

/** How long the passages of a document are; lib/ingestion says in characters. */
export const CHUNK_SIZES = ['small', 'standard', 'large'] as const
export type ChunkSize = (typeof CHUNK_SIZES)[number]

export const DOCUMENT_STATUSES = ['queued', 'processing', 'ready', 'failed'] as const
export const INGESTION_STAGES = ['detect', 'parse', 'chunk', 'index'] as const
export const FAILURE_CODES = [
  'type_mismatch',
  'encrypted',
  'corrupt',
  'empty',
  'no_text',
  'too_many_pages',
  'limit',
  'limit_reached',
  'billing_hold',
  'payment_required',
  'quota_exceeded',
  'feature_not_in_plan',
  'timeout',
  'memory',
  'unsupported',
  'cancelled',
  'internal',
] as const
export type FailureCode = (typeof FAILURE_CODES)[number]

const failureSchema = z.object({
  code: z.enum(FAILURE_CODES),
  text: z.string(),
  remedy: z.string(),
  retryable: z.boolean(),
  /** Of a refusal by the plan: which limit, and what the file would have needed of it. */
  refused: z.object({ limitKey: z.string(), limit: z.number(), requested: z.number() }).optional(),
})

export const documentSchema = z.object({
  id: idSchema,
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.number().int(),
  status: z.enum(DOCUMENT_STATUSES),
  stage: z.enum(INGESTION_STAGES),
  pageCount: z.number().int().nullable(),
  pagesDone: z.number().int(),
  searchablePages: z.number().int(),
  /** Seconds to go, guessed from the pace so far; null while there is nothing to guess from. */
  remainingSeconds: z.number().int().nullable(),
  /** Place in the workspace's line while it waits, 1 = next; null when it does not wait. */
  queuePosition: z.number().int().nullable(),
  failure: failureSchema.nullable(),
  /** Of a ready document: pages by where their text came from. */
  report: z
    .object({
      textPages: z.number().int(),
      emptyPages: z.array(z.number().int()),
      garbledPages: z.array(z.number().int()),
    })
    .nullable(),
  /** Number of the current revision, from 1. */
  version: z.number().int(),
  versionId: idSchema,
  /** Of the passages that are searched now. */
  chunkSize: z.enum(CHUNK_SIZES),
  /** A re-index that is under way, or has failed and left everything as it was; the document stays usable meanwhile. */
  reindex: z
    .object({
      chunkSize: z.enum(CHUNK_SIZES),
      status: z.enum(['queued', 'processing', 'failed']),
      pagesDone: z.number().int(),
      pageCount: z.number().int().nullable(),
      failure: failureSchema.nullable(),
    })
    .nullable(),
  /** What the last re-index of this document has cost, in credits; null when its passages were never paid for. */
  receipt: z.object({ credits: z.number(), refunded: z.number(), model: z.string().nullable() }).nullable(),
  createdAt: instantSchema,
  trashedAt: instantSchema.nullable(),
})
export type Document = z.infer<typeof documentSchema>

export const documentPageSchema = pageOf(documentSchema)

export const listDocumentsSchema = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  status: z.enum(DOCUMENT_STATUSES).optional(),
  trashed: z.stringbool().optional(),
})
export type ListDocuments = z.infer<typeof listDocumentsSchema>

/** A name as people see it: trimmed by the service, controls and direction overrides taken out. */
const nameSchema = z.string().min(1).max(1000)

export const createDocumentSchema = z.strictObject({
  uploadId: idSchema,
  name: nameSchema.optional(),
  onDuplicate: z.enum(['open', 'keepBoth']).optional(),
})
export type CreateDocument = z.infer<typeof createDocumentSchema>

export const updateDocumentSchema = z.strictObject({ name: nameSchema })
export type UpdateDocument = z.infer<typeof updateDocumentSchema>

/** POST /api/documents/{id}/reindex. */
export const reindexDocumentSchema = z.strictObject({
  chunkSize: z.enum(CHUNK_SIZES),
  /** From POST /api/quotes; needed for whatever costs something. */
  quoteId: idSchema.optional(),
})
export type ReindexDocument = z.infer<typeof reindexDocumentSchema>

/** POST /api/quotes for a re-index. */
export const quoteReindexSchema = z.strictObject({
  action: z.literal('reindex'),
  documentId: idSchema,
  chunkSize: z.enum(CHUNK_SIZES),
})
export type QuoteReindex = z.infer<typeof quoteReindexSchema>

/** [charStart, charEnd, x, y, w, h]: a run of a page's canonical text and where it stands, fractions of the page as displayed. */
export const textRunSchema = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()])

export const canonicalPageSchema = z.object({
  documentId: idSchema,
  versionId: idSchema,
  number: z.number().int(),
  pageCount: z.number().int(),
  text: z.string(),
  width: z.number(),
  height: z.number(),
  rotation: z.number().int(),
  source: z.enum(['layer', 'ocr', 'empty']),
  runs: z.array(textRunSchema),
})
export type CanonicalPage = z.infer<typeof canonicalPageSchema>

export const documentParamsSchema = z.object({ id: idSchema })
export const pageParamsSchema = z.object({
  id: idSchema,
  number: z.coerce.number().int().min(1).max(100_000),
})
/** An older version of a document, for citations that were made from it. */
export const versionQuerySchema = z.strictObject({ versionId: idSchema.optional() })
export const fileQuerySchema = versionQuerySchema.extend({ download: z.stringbool().optional() })

export const findInDocumentSchema = versionQuerySchema.extend({ q: z.string().trim().min(1).max(200) })
/** Where a text occurs in a document, in reading order; `truncated` when there are more than are given. */
export const matchesSchema = z.object({
  items: z.array(
    z.object({
      page: z.number().int(),
      charStart: z.number().int(),
      charEnd: z.number().int(),
      rects: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
    }),
  ),
  truncated: z.boolean(),
})
export type Matches = z.infer<typeof matchesSchema>
