import * as z from 'zod'
import { instantSchema } from '#lib/platform/http/schema.ts'

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

export const featureStateSchema = z.object({
  allowed: z.boolean(),
  reason: z.string().optional(),
  requiredPlan: z.enum(PLAN_KEYS).optional(),
})

export const planStateSchema = z.object({
  key: z.enum(PLAN_KEYS),
  version: z.number().int(),
  status: z.string(),
  interval: z.enum(['month', 'year']).nullable(),
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
  key: z.string(),
  level: z.enum(['info', 'warning', 'critical']),
  text: z.string(),
  action: z.object({ label: z.string(), href: z.string() }).optional(),
})

/** What a workspace may do and has used; the server part of `active` in GET /api/user/me. */
export const entitlementsSchema = z.object({
  plan: planStateSchema,
  limits: limitsSchema,
  usage: usageStateSchema,
  features: z.record(z.enum(FEATURES), featureStateSchema),
  notices: z.array(noticeSchema),
})
export type Entitlements = z.infer<typeof entitlementsSchema>
