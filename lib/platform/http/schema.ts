import * as z from 'zod'
import { isVisible, removeDisguise } from '#lib/platform/visible-text.ts'

export type { ProblemCode } from '#lib/platform/errors.ts'

/** RFC 9457, with our `code` and `requestId`; extras ride beside them. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  requestId: z.string(),
})
export type Problem = z.infer<typeof problemSchema>

export const idSchema = z.uuid()
/** ISO 8601 in UTC. */
export const instantSchema = z.iso.datetime()
/** A day in UTC, YYYY-MM-DD; of years that every part of the system can hold. */
export const daySchema = z.iso
  .date()
  .refine((day) => day >= '1970-01-01' && day <= '9998-12-31', { error: 'A day from 1970 on.' })

/** A page of a list: `{ items, nextCursor }`. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** A name or title that people give: it shows something, and is what it shows. @param max characters */
export function nameSchema(max: number) {
  return z
    .string()
    .trim()
    .min(1, 'Write a name.')
    .max(max)
    .refine(
      (name) => removeDisguise(name) === name && isVisible(name),
      'The name holds invisible characters.',
    )
}
