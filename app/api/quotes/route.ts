import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { WRITE_LIMIT } from '#app/api/_lib/limits.ts'
import { quoteSchema } from '#lib/billing/schema.ts'
import { quoteReindex } from '#lib/documents/index.ts'
import { quoteReindexSchema } from '#lib/documents/schema.ts'

/** Whatever the catalogue prices by quote; each action tells its own price. */
const createQuoteSchema = z.discriminatedUnion('action', [quoteReindexSchema])

export const POST = defineRoute({
  access: 'session-or-key',
  free: 'tells a price and spends nothing',
  role: 'member',
  rateLimit: WRITE_LIMIT,
  body: createQuoteSchema,
  response: quoteSchema,
  status: 201,
  summary: 'Ask what something would cost; the price holds for a quarter of an hour, and nothing is spent',
  handle: ({ ctx, body }) => {
    switch (body.action) {
      case 'reindex':
        return quoteReindex(ctx, body)
    }
  },
})
