import { ingestJob } from '#lib/documents/index.ts'
import { failVersion } from '#lib/ingestion/index.ts'
import { log } from '#lib/platform/log.ts'
import { createJobContext } from './context.ts'

/**
 * What is left to do for a job that has used up its tries. A worker that was killed at every try could not say so
 * itself: its document must not wait for ever. Of any other job nobody waits, so somebody has to read of it.
 */
export async function buryJob(payload: Record<string, unknown>, jobId: string): Promise<void> {
  const ingest = ingestJob.payload.safeParse(payload)
  // Payloads hold ids and nothing that people wrote.
  log.error({ jobId, payload }, 'a job has used up its tries')
  if (!ingest.success) return
  const { workspaceId, versionId } = ingest.data
  await failVersion(
    createJobContext(workspaceId, jobId),
    { workspaceId, versionId },
    { code: 'internal', detail: {} },
  )
}
