import * as z from 'zod'
import { idSchema } from '#lib/platform/http/schema.ts'
import { creditsSchema, isRange, rangeError, rangeShape } from './shared.ts'

export const USAGE_GROUPS = ['day', 'workspace', 'user', 'plan', 'action'] as const
export type UsageGroup = (typeof USAGE_GROUPS)[number]

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
