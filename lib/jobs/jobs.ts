import * as z from 'zod'
import type { JobDefinition } from '#lib/platform/queue/index.ts'

/** Closes what lost its owner: expired reservations, runs whose process died, mail whose job is gone. */
export const sweepJob: JobDefinition<Record<string, never>> = { name: 'sweep', payload: z.strictObject({}) }

/** Looks whether the books balance; see lib/admin/controls. */
export const controlCheckJob: JobDefinition<Record<string, never>> = {
  name: 'control-check',
  payload: z.strictObject({}),
}

/** Where jobs end that have used up their tries, with the payload they had. */
export const deadLetterJob: JobDefinition<Record<string, unknown>> = {
  name: 'dead',
  payload: z.record(z.string(), z.unknown()),
}
