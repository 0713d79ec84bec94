import * as z from 'zod'
import type { JobDefinition } from '#lib/platform/queue/index.ts'

/** Sends one mail of the outbox. */
export const deliverMailJob: JobDefinition<{ outboxId: string }> = {
  name: 'mail',
  payload: z.strictObject({ outboxId: z.uuid() }),
}
