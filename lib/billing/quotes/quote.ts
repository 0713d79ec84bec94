import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { MeterAction } from '#lib/billing/meter.ts'

/** A line of a price: quantity × unitMc = amountMc, and all lines together are the price. */
export const quoteLineSchema = z.object({
  label: z.string(),
  quantity: z.number().int().nonnegative(),
  unitMc: z.number().int().nonnegative(),
  amountMc: z.number().int().nonnegative(),
})
export type QuoteLine = z.infer<typeof quoteLineSchema>

/** What is asked for: the action, the document it is about, and everything else that makes the price. */
export interface QuotableRequest {
  readonly action: MeterAction
  readonly documentId: string | null
  readonly details: Readonly<Record<string, string | number | boolean>>
}

/** SHA-256, hexadecimal: two requests with the same hash ask for the same thing. */
export function hashRequest({ action, documentId, details }: QuotableRequest): string {
  const inOrder = Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([action, documentId, inOrder]))
    .digest('hex')
}
