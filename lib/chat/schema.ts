import * as z from 'zod'
import { idSchema, instantSchema, nameSchema, pageOf, problemSchema } from '#lib/platform/http/schema.ts'
import { QUESTION_MAX_CHARACTERS, questionSchema } from '#lib/retrieval/schema.ts'

export { toPlainQuote } from './plain-quote.ts'
export { QUESTION_MAX_CHARACTERS }

/** Empty means every document of the workspace. */
export const scopeSchema = z.strictObject({ documentIds: z.array(idSchema).min(1).max(500).optional() })
export type Scope = z.infer<typeof scopeSchema>

export const VERDICTS = ['exact', 'supported'] as const
export const SENTENCE_VERDICTS = ['exact', 'supported', 'unsupported'] as const
export const OUTCOMES = ['answered', 'refused', 'stopped', 'failed', 'interrupted'] as const
export const RUN_STATES = ['running', 'done', 'refused', 'stopped', 'failed', 'interrupted'] as const

/** x, y, width, height as fractions of the page as displayed, top-left origin. */
export const rectSchema = z.tuple([z.number(), z.number(), z.number(), z.number()])

export const citationSchema = z.object({
  id: idSchema,
  marker: z.number().int(),
  documentId: idSchema,
  documentName: z.string(),
  versionId: idSchema,
  mediaType: z.string(),
  page: z.number().int(),
  charStart: z.number().int(),
  charEnd: z.number().int(),
  quote: z.string(),
  /** Canonical text of the page around the quote, for the sidenote: before and after, at most a sentence each. */
  before: z.string(),
  after: z.string(),
  rects: z.array(rectSchema),
  verdict: z.enum(VERDICTS),
})
export type Citation = z.infer<typeof citationSchema>

/** A passage offered beside a refusal; it claims nothing. */
export const nearestPassageSchema = z.object({
  documentId: idSchema,
  documentName: z.string(),
  versionId: idSchema,
  mediaType: z.string(),
  page: z.number().int(),
  charStart: z.number().int(),
  charEnd: z.number().int(),
  text: z.string(),
  rects: z.array(rectSchema),
})
export type NearestPassage = z.infer<typeof nearestPassageSchema>

export const sentenceSchema = z.object({
  start: z.number().int(),
  end: z.number().int(),
  verdict: z.enum(SENTENCE_VERDICTS),
  citationIds: z.array(idSchema),
})
export type Sentence = z.infer<typeof sentenceSchema>

export const receiptSchema = z.object({
  credits: z.number(),
  creditsRemaining: z.number(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  model: z.string(),
  refunded: z.number(),
})
export type Receipt = z.infer<typeof receiptSchema>

export const messageSchema = z.object({
  id: idSchema,
  parentId: idSchema.nullable(),
  role: z.enum(['user', 'assistant']),
  /** Of an answer: its text without markers; sentences and citations point into it. */
  text: z.string(),
  outcome: z.enum(OUTCOMES).nullable(),
  /** Of an answer: the run that made or makes it. */
  runId: idSchema.nullable(),
  sentences: z.array(sentenceSchema),
  citations: z.array(citationSchema),
  nearest: z.array(nearestPassageSchema),
  receipt: receiptSchema.nullable(),
  /** Of an answer that failed: why, with its remedy. */
  problem: problemSchema.nullable(),
  createdAt: instantSchema,
})
export type Message = z.infer<typeof messageSchema>

export const conversationSchema = z.object({
  id: idSchema,
  title: z.string(),
  scope: scopeSchema,
  createdAt: instantSchema,
  updatedAt: instantSchema,
})
export type Conversation = z.infer<typeof conversationSchema>
export const conversationPageSchema = pageOf(conversationSchema)
/** GET …/conversations/{id}: with a page of its messages, oldest first. */
export const conversationDetailSchema = conversationSchema.extend({
  messages: z.array(messageSchema),
  /** Asks for the messages before these; null when there are none. */
  earlierCursor: z.string().nullable(),
})
export type ConversationDetail = z.infer<typeof conversationDetailSchema>

export const createConversationSchema = z.strictObject({ scope: scopeSchema.optional() })
export type CreateConversation = z.infer<typeof createConversationSchema>
export const updateConversationSchema = z
  .strictObject({ title: nameSchema(200).optional(), scope: scopeSchema.optional() })
  .refine((value) => value.title !== undefined || value.scope !== undefined, 'Give a title or a scope.')
export const listConversationsSchema = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})

/** Which messages of a conversation: the newest, or those before a cursor. */
export const conversationMessagesSchema = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})
export type ConversationPage = z.infer<typeof conversationMessagesSchema>

export const createRunSchema = z.strictObject({
  question: questionSchema,
  scope: scopeSchema.optional(),
  parentMessageId: idSchema.optional(),
})
export type CreateRun = z.infer<typeof createRunSchema>

export const runCreatedSchema = z.object({
  runId: idSchema,
  messageId: idSchema,
  questionMessageId: idSchema,
})

export const runSchema = z.object({
  id: idSchema,
  conversationId: idSchema,
  state: z.enum(RUN_STATES),
  messageId: idSchema,
  lastSeq: z.number().int(),
  receipt: receiptSchema.nullable(),
})
export type RunView = z.infer<typeof runSchema>

/** One server-sent event of a run; its `id` line is the seq. `delta` text never holds a marker. */
export const runEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('step'),
    name: z.enum(['search', 'read', 'write', 'check']),
    detail: z.string().optional(),
  }),
  z.object({ type: z.literal('delta'), text: z.string() }),
  z.object({ type: z.literal('citation'), citation: citationSchema }),
  z.object({ type: z.literal('sentence'), ...sentenceSchema.shape }),
  z.object({ type: z.literal('done'), message: messageSchema, receipt: receiptSchema.nullable() }),
  z.object({ type: z.literal('error'), problem: problemSchema }),
])
export type RunEvent = z.infer<typeof runEventSchema>

/** `[id]` of every path under /api/chat. */
export const chatParamsSchema = z.object({ id: idSchema })
export const followRunSchema = z.strictObject({
  /** The number of the last event the reader has; 0 or nothing for all. */
  after: z.coerce.number().int().min(0).optional(),
})
