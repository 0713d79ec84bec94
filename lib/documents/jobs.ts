import * as z from 'zod'
import type { JobDefinition } from '#lib/platform/queue/index.ts'

/** Reads and indexes one document version. Bound to its service by lib/jobs. Workspaces take turns. */
export const ingestJob: JobDefinition<{ workspaceId: string; versionId: string }> = {
  name: 'ingest',
  payload: z.strictObject({ workspaceId: z.uuid(), versionId: z.uuid() }),
  turnBy: 'workspaceId',
}
