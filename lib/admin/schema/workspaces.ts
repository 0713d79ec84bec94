import * as z from 'zod'
import { ACCESS_STATES, FEATURES, LIMIT_KEYS, PLAN_KEYS } from '#lib/billing/schema.ts'
import { daySchema, idSchema, instantSchema, pageOf } from '#lib/platform/http/schema.ts'
import { creditsSchema, cursorSchema } from './shared.ts'

export const listWorkspacesSchema = z.strictObject({
  q: z.string().trim().max(200).optional(),
  plan: z.enum(PLAN_KEYS).optional(),
  access: z.enum(ACCESS_STATES).optional(),
  cursor: cursorSchema,
})
export type ListWorkspaces = z.output<typeof listWorkspacesSchema>

export const adminWorkspaceSchema = z.object({
  id: idSchema,
  slug: z.string(),
  name: z.string(),
  ownerEmail: z.string().nullable(),
  members: z.number().int(),
  planKey: z.enum(PLAN_KEYS),
  access: z.enum(ACCESS_STATES),
  documents: z.number().int(),
  pages: z.number().int(),
  createdAt: instantSchema,
})
export type AdminWorkspace = z.infer<typeof adminWorkspaceSchema>
export const adminWorkspacePageSchema = pageOf(adminWorkspaceSchema)

export const grantSchema = z.object({
  id: idSchema,
  source: z.string(),
  credits: creditsSchema,
  used: creditsSchema,
  held: creditsSchema,
  revoked: creditsSchema,
  /** What can be spent of it now. */
  available: creditsSchema,
  startsAt: instantSchema,
  expiresAt: instantSchema.nullable(),
})
export type AdminGrant = z.infer<typeof grantSchema>

export const OVERRIDE_KEYS = ['credits', ...LIMIT_KEYS, ...FEATURES] as const
export const OVERRIDE_OPS = ['set', 'add', 'deny'] as const

export const overrideSchema = z.object({
  id: idSchema,
  key: z.string(),
  op: z.enum(OVERRIDE_OPS),
  value: z.union([z.number(), z.boolean(), z.null()]),
  reason: z.string(),
  grantedBy: z.string().nullable(),
  startsAt: instantSchema,
  expiresAt: instantSchema.nullable(),
  revokedAt: instantSchema.nullable(),
  state: z.enum(['planned', 'active', 'ended', 'revoked']),
})
export type AdminOverride = z.infer<typeof overrideSchema>

export const planRequestSchema = z.object({
  id: idSchema,
  workspaceId: idSchema,
  workspaceName: z.string(),
  slug: z.string(),
  currentPlan: z.enum(PLAN_KEYS),
  planKey: z.enum(PLAN_KEYS),
  interval: z.enum(['month', 'year']),
  seats: z.number().int(),
  note: z.string().nullable(),
  status: z.enum(['open', 'granted', 'declined', 'withdrawn']),
  requestedBy: z.string().nullable(),
  requestedAt: instantSchema,
  decidedBy: z.string().nullable(),
  decidedAt: instantSchema.nullable(),
  reply: z.string().nullable(),
})
export type AdminPlanRequest = z.infer<typeof planRequestSchema>
export const planRequestPageSchema = pageOf(planRequestSchema)
export const listPlanRequestsSchema = z.strictObject({
  status: z.enum(['open', 'decided']).default('open'),
  cursor: cursorSchema,
})

export const denialRowSchema = z.object({
  day: daySchema,
  workspaceId: idSchema,
  workspaceName: z.string(),
  code: z.string(),
  subject: z.string(),
  planKey: z.string(),
  count: z.number().int(),
  lastAt: instantSchema,
})

export const adminWorkspaceDetailSchema = adminWorkspaceSchema.extend({
  planVersion: z.number().int(),
  seats: z.number().int(),
  holdReason: z.string().nullable(),
  graceStartedAt: instantSchema.nullable(),
  anchorAt: instantSchema,
  /** What holds now, overrides in it; null = no limit. */
  limits: z.record(z.string(), z.number().nullable()),
  features: z.array(z.string()),
  validUntil: instantSchema.nullable(),
  storedSeats: z.number().int(),
  owners: z.array(z.object({ id: idSchema, email: z.string(), name: z.string(), role: z.string() })),
  grants: z.array(grantSchema),
  overrides: z.array(overrideSchema),
  planRequests: z.array(planRequestSchema),
  denials: z.array(denialRowSchema),
})
export type AdminWorkspaceDetail = z.infer<typeof adminWorkspaceDetailSchema>

export const ledgerEntrySchema = z.object({
  id: idSchema,
  at: instantSchema,
  kind: z.enum(['grant', 'revoke', 'charge', 'refund', 'overage', 'cost']),
  action: z.string(),
  credits: creditsSchema,
  costMicroUsd: z.number().int(),
  writeOff: z.boolean(),
  inputTokens: z.number().int().nullable(),
  outputTokens: z.number().int().nullable(),
  model: z.string().nullable(),
  userEmail: z.string().nullable(),
  planKey: z.string(),
  surface: z.string(),
  reservationId: idSchema.nullable(),
  grantId: idSchema.nullable(),
})
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>
export const ledgerPageSchema = pageOf(ledgerEntrySchema)
export const listPageSchema = z.strictObject({ cursor: cursorSchema })
