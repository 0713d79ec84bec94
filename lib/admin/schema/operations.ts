import * as z from 'zod'
import { idSchema, instantSchema, pageOf } from '#lib/platform/http/schema.ts'
import { cursorSchema, isRange, rangeError, rangeShape } from './shared.ts'

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
