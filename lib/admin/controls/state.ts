import * as z from 'zod'

/** Under which key the checks keep how far they have come, between runs and over all workers. */
export const COVERAGE_KEY = 'controls.coverage'

export const controlStateSchema = z.object({
  /** The oldest transaction that had not ended when changes were last looked for; null = never looked. */
  snapshot: z.string().nullable(),
  /** The last workspace of the round through all of them. */
  cursor: z.uuid().nullable(),
  roundStartedAt: z.coerce.date(),
  /** Changed, and not looked at yet for want of time. */
  pending: z.array(z.uuid()),
  /** With something wrong at the last look; looked at in every run until it is right. */
  failing: z.array(z.uuid()),
  /** Not to be read in time at the last try; tried alone, after all the others. */
  unreadable: z.array(z.uuid()).default([]),
})
export type ControlState = z.infer<typeof controlStateSchema>

/** Results stand in the table of checks, which has one column for anything: a list. */
export function parseControlState(sample: unknown, now: Date): ControlState {
  const [first]: unknown[] = Array.isArray(sample) ? sample : []
  const parsed = controlStateSchema.safeParse(first)
  if (parsed.success) return parsed.data
  return { snapshot: null, cursor: null, roundStartedAt: now, pending: [], failing: [], unreadable: [] }
}
