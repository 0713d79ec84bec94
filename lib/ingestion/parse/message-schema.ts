import * as z from 'zod'
import { decodeRuns } from '#lib/documents/geometry/index.ts'
import { FAILURE_CODES } from '#lib/documents/schema.ts'
import type { Message, PageMessage } from './messages.ts'
import type { ParsedPage } from './parsed-page.ts'

const count = z.number().int().nonnegative()

/** The child has read a hostile file: what it says is checked. */
const messageSchema: z.ZodType<Message> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('open'), pageCount: count.nullable() }),
  z.strictObject({
    type: z.literal('page'),
    page: z.strictObject({
      number: count.positive(),
      text: z.string(),
      width: z.number(),
      height: z.number(),
      rotation: count,
      /** The compact form of lib/documents/geometry in base64. */
      geometry: z.string().nullable(),
      source: z.enum(['layer', 'empty']),
      headings: z.array(z.strictObject({ charStart: count, charEnd: count, level: count.positive() })),
      garbled: z.boolean(),
    }),
  }),
  z.strictObject({ type: z.literal('done'), cpuMs: z.number(), peakRssBytes: z.number() }),
  z.strictObject({
    type: z.literal('fail'),
    code: z.enum(FAILURE_CODES),
    detail: z.record(z.string(), z.union([z.number(), z.string()])),
  }),
])

/** @throws SyntaxError or ZodError when the line is not one of ours. */
export function parseMessage(line: string): Message {
  return messageSchema.parse(JSON.parse(line))
}

export function fromPageMessage({ page: { geometry, ...page } }: PageMessage): ParsedPage {
  return { ...page, runs: geometry === null ? null : decodeRuns(Buffer.from(geometry, 'base64')) }
}
