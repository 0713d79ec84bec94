import * as z from 'zod'
import { idSchema } from '#lib/platform/http/schema.ts'

export const QUESTION_MAX_CHARACTERS = 8_000

/** A question as it is searched and asked. */
export const questionSchema = z
  .string()
  .trim()
  .min(1, 'Write a question.')
  .max(
    QUESTION_MAX_CHARACTERS,
    `A question may have at most ${QUESTION_MAX_CHARACTERS.toLocaleString('en')} characters.`,
  )

export const searchPassagesSchema = z.strictObject({
  question: questionSchema,
  /** Left out: every document of the workspace. */
  documentIds: z.array(idSchema).min(1).max(500).optional(),
  limit: z.int().min(1).max(50).optional(),
})
export type SearchPassages = z.infer<typeof searchPassagesSchema>

export const passageSchema = z.object({
  chunkId: idSchema,
  documentId: idSchema,
  documentName: z.string(),
  versionId: idSchema,
  mediaType: z.string(),
  headingPath: z.array(z.string()),
  pageStart: z.number().int(),
  charStart: z.number().int(),
  pageEnd: z.number().int(),
  charEnd: z.number().int(),
  /** The canonical text of the range; a page break is one line break. */
  text: z.string(),
  score: z.number(),
  /** What the score is made of; they add up to it. */
  scoreParts: z.object({ words: z.number(), grams: z.number(), sentence: z.number(), pairs: z.number() }),
})

export const passagesSchema = z.object({
  passages: z.array(passageSchema),
  /** Best score before rerank ÷ weight of the question's words. */
  coverage: z.number(),
  /** Whether an answer would be tried, or refused as not in the documents. */
  answerable: z.boolean(),
})
