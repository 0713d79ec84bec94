import * as z from 'zod'
import type { JobDefinition } from '#lib/platform/queue/index.ts'

/** Closes what lost its owner: expired reservations, runs whose process died, mail whose job is gone. */
export const sweepJob: JobDefinition<Record<string, never>> = { name: 'sweep', payload: z.strictObject({}) }
