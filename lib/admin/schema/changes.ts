import * as z from 'zod'
import { PLAN_KEYS } from '#lib/billing/schema.ts'
import { idSchema } from '#lib/platform/http/schema.ts'
import { OVERRIDE_KEYS, OVERRIDE_OPS } from './workspaces.ts'

/** Why staff do something; kept in the audit log. */
const reasonSchema = z.string().trim().min(3, 'Say why, in a few words.').max(500)
const untilSchema = z.iso.datetime({ error: 'Write a date, or leave it open.' }).nullable()

export const claimStaffSchema = z.strictObject({ token: z.string().min(20).max(200) })

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
