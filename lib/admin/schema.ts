import * as z from 'zod'
import { ACCESS_STATES, FEATURES, LIMIT_KEYS, PLAN_KEYS } from '#lib/billing/schema.ts'
import { idSchema, instantSchema, pageOf } from '#lib/platform/http/schema.ts'

/** The longest range that one question about usage may span. */
export const MAX_RANGE_DAYS = 366
const DAY_MS = 86_400_000

const daySchema = z.iso.date()
const cursorSchema = z.string().max(400).optional()
/** Credits are numbers with at most three decimals. */
const creditsSchema = z.number()

export const claimStaffSchema = z.strictObject({ token: z.string().min(20).max(200) })

/** Why staff do something; kept in the audit log. */
const reasonSchema = z.string().trim().min(3, 'Say why, in a few words.').max(500)
const untilSchema = z.iso.datetime({ error: 'Write a date, or leave it open.' }).nullable()

// Usage and cost

export const USAGE_GROUPS = ['day', 'workspace', 'user', 'plan', 'action'] as const
export type UsageGroup = (typeof USAGE_GROUPS)[number]

/** Both days are included, in UTC. */
const rangeShape = { from: daySchema, to: daySchema }

function isRange({ from, to }: { from: string; to: string }): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1
  return days >= 1 && days <= MAX_RANGE_DAYS
}
const rangeError = {
  error: `From has to come before to, at most ${MAX_RANGE_DAYS} days earlier.`,
  path: ['to'],
}

export const usageQuerySchema = z
  .strictObject({
    ...rangeShape,
    groupBy: z.enum(USAGE_GROUPS).default('day'),
    workspaceId: idSchema.optional(),
    format: z.enum(['json', 'csv']).default('json'),
  })
  .refine(isRange, rangeError)
export type UsageQuery = z.output<typeof usageQuerySchema>

export const usageFiguresSchema = z.object({
  granted: creditsSchema,
  revoked: creditsSchema,
  charged: creditsSchema,
  refunded: creditsSchema,
  overage: creditsSchema,
  /** Millionths of a US dollar. */
  costMicroUsd: z.number().int(),
  writeOffMicroUsd: z.number().int(),
  /** What the charged credits are worth at the price of the plan that held. */
  revenueMicroUsd: z.number().int(),
  marginMicroUsd: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  entries: z.number().int(),
})
export type UsageFigures = z.infer<typeof usageFiguresSchema>

export const usageRowSchema = usageFiguresSchema.extend({
  /** A day, plan or action, or the id of a workspace or person; null where no person stands behind it. */
  key: z.string().nullable(),
  /** What people call it: name of a workspace, address of a person. */
  label: z.string(),
})
export type UsageRow = z.infer<typeof usageRowSchema>

export const usageReportSchema = z.object({
  ...rangeShape,
  groupBy: z.enum(USAGE_GROUPS),
  totals: usageFiguresSchema,
  /** The groups with the most charged credits; days in their order, those without entries left out. */
  items: z.array(usageRowSchema),
  /** How many groups there are, shown or not. */
  groupCount: z.number().int(),
})
export type UsageReport = z.infer<typeof usageReportSchema>

// Workspaces

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

// What staff change

export const changePlanSchema = z.strictObject({
  planKey: z.enum(PLAN_KEYS),
  seats: z.number().int().min(1).max(10_000).optional(),
  reason: reasonSchema,
})
export const grantCreditsSchema = z.strictObject({
  credits: z.number().positive('More than nothing.'),
  reason: reasonSchema,
  expiresAt: untilSchema.default(null),
})
export const addOverrideSchema = z.strictObject({
  key: z.enum(OVERRIDE_KEYS),
  op: z.enum(OVERRIDE_OPS),
  /** A number for limits and credits (null = no limit), true or false for features; `deny` needs none. */
  value: z.union([z.number(), z.boolean(), z.null()]).default(null),
  reason: reasonSchema,
  expiresAt: untilSchema.default(null),
})
export const setHoldSchema = z.strictObject({ hold: z.boolean(), reason: reasonSchema })
/** Of the month's credits a number has to be told: they go on. */
export const revokeGrantSchema = z.strictObject({
  credits: z.number().positive('More than nothing.').optional(),
  reason: reasonSchema,
})
export const reasonedSchema = z.strictObject({ reason: reasonSchema })
export const decidePlanRequestSchema = z.strictObject({
  decision: z.enum(['granted', 'declined']),
  /** What the person who asked will read; a no needs one. */
  reply: z.string().trim().max(1_000).default(''),
})
/** What a change has made or touched. */
export const changedSchema = z.object({ id: idSchema })
export type ChangePlan = z.output<typeof changePlanSchema>
export type RevokeGrant = z.output<typeof revokeGrantSchema>
export type GrantCredits = z.output<typeof grantCreditsSchema>
export type AddOverride = z.output<typeof addOverrideSchema>
export type SetHold = z.output<typeof setHoldSchema>
export type DecidePlanRequest = z.output<typeof decidePlanRequestSchema>

// Operations

export const failedJobSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Ids of what it was about; payloads hold nothing else. */
  ids: z.record(z.string(), z.string()),
  errorClass: z.string(),
  tries: z.number().int(),
  createdAt: instantSchema,
  failedAt: instantSchema,
})
export type FailedJob = z.infer<typeof failedJobSchema>
export const failedJobPageSchema = pageOf(failedJobSchema)

export const denialsQuerySchema = z
  .strictObject({ ...rangeShape, workspaceId: idSchema.optional() })
  .refine(isRange, rangeError)
export const denialReportSchema = z.object({
  ...rangeShape,
  total: z.number().int(),
  items: z.array(
    z.object({
      code: z.string(),
      subject: z.string(),
      planKey: z.string(),
      count: z.number().int(),
      workspaces: z.number().int(),
      lastAt: instantSchema,
    }),
  ),
})
export type DenialReport = z.infer<typeof denialReportSchema>

export const checkSchema = z.object({
  checkKey: z.string(),
  ok: z.boolean(),
  violations: z.number().int(),
  sample: z.array(z.unknown()),
  durationMs: z.number().int(),
  ranAt: instantSchema,
  /** Since when it has been as it is now, as far as results are kept. */
  since: instantSchema,
})
export type AdminCheck = z.infer<typeof checkSchema>
export const checkListSchema = z.object({ items: z.array(checkSchema) })

export const auditEntrySchema = z.object({
  id: idSchema,
  at: instantSchema,
  workspaceId: idSchema,
  workspaceName: z.string(),
  actorEmail: z.string().nullable(),
  action: z.string(),
  subject: z.string().nullable(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  /** Where from, as far as it was told. */
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
})
export type AdminAuditEntry = z.infer<typeof auditEntrySchema>
export const auditPageSchema = pageOf(auditEntrySchema)
export const listAuditSchema = z.strictObject({ workspaceId: idSchema.optional(), cursor: cursorSchema })
