import * as z from 'zod'
import { idSchema, instantSchema } from '#lib/platform/http/schema.ts'

export const PLAN_KEYS = ['free', 'pro', 'team', 'enterprise'] as const
export type PlanKey = (typeof PLAN_KEYS)[number]

/** What a plan may switch on. */
export const FEATURES = ['ocr', 'mindMap', 'apiKeys', 'members'] as const
export type Feature = (typeof FEATURES)[number]

export const LIMIT_KEYS = [
  'pages',
  'documents',
  'pagesPerDocument',
  'bytesPerDocument',
  'seats',
  'apiKeys',
  'requestsPerMinute',
] as const
export type LimitKey = (typeof LIMIT_KEYS)[number]

export const ACCESS_STATES = ['full', 'grace', 'readOnly', 'hold'] as const
export type AccessState = (typeof ACCESS_STATES)[number]

/** null = no limit (by contract). */
export const limitsSchema = z.object({
  pages: z.number().int().nullable(),
  documents: z.number().int().nullable(),
  pagesPerDocument: z.number().int().nullable(),
  bytesPerDocument: z.number().int().nullable(),
  seats: z.number().int().nullable(),
  apiKeys: z.number().int().nullable(),
  requestsPerMinute: z.number().int().nullable(),
})
export type Limits = z.infer<typeof limitsSchema>

export const PLAN_INTERVALS = ['month', 'year'] as const
export type PlanInterval = (typeof PLAN_INTERVALS)[number]

export const PLAN_REQUEST_STATES = ['open', 'granted', 'declined', 'withdrawn'] as const

/** POST /api/plan-requests. */
export const requestPlanSchema = z.strictObject({
  planKey: z.enum(['pro', 'team', 'enterprise']),
  interval: z.enum(PLAN_INTERVALS).optional(),
  /** The plan's minimum if left out. */
  seats: z.number().int().min(1).max(10_000).optional(),
  note: z.string().trim().max(1_000).optional(),
})
export type RequestPlan = z.infer<typeof requestPlanSchema>

export const planRequestSchema = z.object({
  id: idSchema,
  planKey: z.enum(PLAN_KEYS),
  interval: z.enum(PLAN_INTERVALS),
  seats: z.number().int(),
  note: z.string().nullable(),
  status: z.enum(PLAN_REQUEST_STATES),
  requestedAt: instantSchema,
  decidedAt: instantSchema.nullable(),
  /** What staff answered. */
  reply: z.string().nullable(),
})
export type PlanRequest = z.infer<typeof planRequestSchema>

/** GET /api/plan-requests: the open one, else the last one that was decided or withdrawn. */
export const lastPlanRequestSchema = z.object({ planRequest: planRequestSchema.nullable() })

/** POST /api/quotes: a price that holds until `expiresAt` for exactly what was asked. Numbers are credits. */
export const quoteSchema = z.object({
  id: idSchema,
  action: z.string(),
  credits: z.number(),
  /** quantity × unitCredits = credits of a line; together they are the price. */
  breakdown: z.array(
    z.object({ label: z.string(), quantity: z.number(), unitCredits: z.number(), credits: z.number() }),
  ),
  /** What can be spent now. */
  remaining: z.number(),
  remainingAfter: z.number(),
  enough: z.boolean(),
  expiresAt: instantSchema,
})
export type Quote = z.infer<typeof quoteSchema>

/** POST /api/user/notices/dismiss. */
export const dismissNoticeSchema = z.strictObject({ key: z.string().min(1).max(100) })

export const featureStateSchema = z.object({
  allowed: z.boolean(),
  reason: z.string().optional(),
  requiredPlan: z.enum(PLAN_KEYS).optional(),
})

export const planStateSchema = z.object({
  key: z.enum(PLAN_KEYS),
  version: z.number().int(),
  /** on_hold and unpaid are read-only; past_due is the grace after a failed payment. */
  status: z.enum(['active', 'trialing', 'past_due', 'unpaid', 'on_hold']),
  interval: z.enum(PLAN_INTERVALS).nullable(),
  /** When the credits of the next month come. */
  renewsAt: instantSchema.nullable(),
  cancelAt: instantSchema.nullable(),
  trialEndsAt: instantSchema.nullable(),
  access: z.enum(ACCESS_STATES),
})

/** Credits are numbers with at most three decimals. */
export const usageStateSchema = z.object({
  pages: z.number().int(),
  documents: z.number().int(),
  seats: z.number().int(),
  credits: z.object({
    granted: z.number(),
    used: z.number(),
    held: z.number(),
    purchased: z.number(),
    resetsAt: instantSchema,
  }),
})

export const noticeSchema = z.object({
  /** Names limit, step and period, e.g. "credits.80:2026-11-24": dismissed for this period, it comes again in the next. */
  key: z.string(),
  level: z.enum(['info', 'warning', 'critical']),
  text: z.string(),
  /** Whether the person may put it away: POST /api/user/notices/dismiss. */
  dismissible: z.boolean(),
  /** When the limit is free again by itself; left out where only deleting or another plan helps. */
  resetsAt: instantSchema.optional(),
  /** The cheapest plan with more of it. */
  requiredPlan: z.enum(PLAN_KEYS).optional(),
  /** Only for those who may pay. */
  action: z.object({ label: z.string(), href: z.string() }).optional(),
})
export type PlanNotice = z.infer<typeof noticeSchema>

/** What a workspace may do and has used; the server part of `active` in GET /api/user/me. */
export const entitlementsSchema = z.object({
  plan: planStateSchema,
  limits: limitsSchema,
  usage: usageStateSchema,
  features: z.record(z.enum(FEATURES), featureStateSchema),
  notices: z.array(noticeSchema),
  /** A request for another plan that staff have not decided yet. */
  planRequest: planRequestSchema.nullable(),
})
export type Entitlements = z.infer<typeof entitlementsSchema>
