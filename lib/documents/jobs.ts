import * as z from 'zod'
import type { JobDefinition } from '#lib/platform/queue/index.ts'

const ingestSchema = z.strictObject({
  workspaceId: z.uuid(),
  versionId: z.uuid(),
  /** Set where somebody has ordered it at a price: what failed is not charged, and is ordered again. */
  noRetry: z.literal(true).optional(),
})

/** Reads and indexes one document version. Bound to its service by lib/jobs. Workspaces take turns. */
export const ingestJob: JobDefinition<z.infer<typeof ingestSchema>> = {
  name: 'ingest',
  payload: ingestSchema,
  turnBy: 'workspaceId',
}
