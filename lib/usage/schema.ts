import * as z from 'zod'
import { daySchema, idSchema, instantSchema, pageOf } from '#lib/platform/http/schema.ts'

export const USAGE_GROUPS = ['day', 'member', 'action', 'document', 'conversation'] as const
export type UsageGroup = (typeof USAGE_GROUPS)[number]
export const ENTRY_KINDS = ['grant', 'revoke', 'charge', 'refund', 'overage', 'free', 'expire'] as const

/** Longest range that is summed, a leap year. */
export const MAX_DAYS = 366
const DAY_MS = 86_400_000

const isInOrder = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  from === undefined || to === undefined || from <= to
const isShort = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  from === undefined || to === undefined || (Date.parse(to) - Date.parse(from)) / DAY_MS < MAX_DAYS
const ORDER = 'The range ends before it begins.'
const LENGTH = `At most ${MAX_DAYS} days.`

/** GET /api/usage. Days are UTC, both ends included; the last 30 if left out. */
export const usageQuerySchema = z
  .strictObject({
    from: daySchema.optional(),
    to: daySchema.optional(),
    groupBy: z.enum(USAGE_GROUPS).default('day'),
  })
  .refine(isInOrder, ORDER)
  .refine(isShort, LENGTH)
export type UsageQuery = z.output<typeof usageQuerySchema>

/** Credits are numbers with at most three decimals; `credits` = charged − refunded. */
const figuresSchema = z.object({
  credits: z.number(),
  charged: z.number(),
  refunded: z.number(),
  /** Used above what was held: counted, billed to nobody. */
  overage: z.number(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
})
export type UsageFigures = z.infer<typeof figuresSchema>

export const usageReportSchema = z.object({
  from: daySchema,
  to: daySchema,
  groupBy: z.enum(USAGE_GROUPS),
  /** Admins and owners see everybody's; others their own, with the whole workspace's totals beside it. */
  scope: z.enum(['workspace', 'own']),
  items: z.array(
    figuresSchema.extend({
      /** A day, an action or an id; null for what belongs to none. */
      key: z.string().nullable(),
      /** What people call it; null where it is gone, or somebody else's conversation. */
      name: z.string().nullable(),
    }),
  ),
  totals: figuresSchema,
  workspaceTotals: figuresSchema,
})
export type UsageReport = z.infer<typeof usageReportSchema>

/** GET /api/usage/entries. Days are UTC, both ends included. */
export const entriesQuerySchema = z
  .strictObject({
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).optional(),
    from: daySchema.optional(),
    to: daySchema.optional(),
    userId: idSchema.optional(),
    action: z.string().min(1).max(40).optional(),
    documentId: idSchema.optional(),
    conversationId: idSchema.optional(),
    kind: z.enum(ENTRY_KINDS).optional(),
    /** csv = all of them as a table to save; cursor and limit count for nothing then. */
    format: z.enum(['json', 'csv']).default('json'),
  })
  .refine(isInOrder, ORDER)
  .refine(isShort, LENGTH)
export type EntriesQuery = z.output<typeof entriesQuerySchema>

const namedSchema = z.object({
  id: idSchema,
  /** null when it is gone, or somebody else's conversation. */
  title: z.string().nullable(),
})

export const usageEntrySchema = z.object({
  id: idSchema,
  at: instantSchema,
  /**
   * charge and refund, grant and revoke as in the ledger; overage is billed to nobody; free ended without a charge;
   * expire is what was left of credits when they ended.
   */
  kind: z.enum(ENTRY_KINDS),
  action: z.string(),
  /** Never negative: the kind says which way. */
  credits: z.number(),
  /** What the workspace had after it, left and held, whatever is filtered. */
  balance: z.number(),
  userId: idSchema.nullable(),
  /** null for nobody's work, and for who is no member any more. */
  userName: z.string().nullable(),
  /** What it was for, e.g. a run. */
  ref: z.object({ type: z.string(), id: idSchema }).nullable(),
  document: namedSchema.nullable(),
  conversation: namedSchema.nullable(),
  /** What was asked; only in the asker's own list. */
  question: z.string().nullable(),
  inputTokens: z.number().int().nullable(),
  outputTokens: z.number().int().nullable(),
  model: z.string().nullable(),
  title: z.string(),
  explanation: z.string(),
})
export type UsageEntry = z.infer<typeof usageEntrySchema>
export const usageEntryPageSchema = pageOf(usageEntrySchema)

/** GET /api/usage/balance: why the balance is what it is. In each part, left = given − used − held − revoked. */
export const usageBalanceSchema = z.object({
  /** Sum of what is left; what can be spent. */
  left: z.number(),
  held: z.number(),
  /** In the order in which they are spent. */
  parts: z.array(
    z.object({
      title: z.string(),
      given: z.number(),
      used: z.number(),
      held: z.number(),
      revoked: z.number(),
      left: z.number(),
      startsAt: instantSchema,
      expiresAt: instantSchema.nullable(),
    }),
  ),
})
export type UsageBalance = z.infer<typeof usageBalanceSchema>
