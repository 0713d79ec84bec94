import type { UserContext } from '#lib/auth/context.ts'
import { requireStaff } from '#lib/auth/index.ts'
import { ingestJob, orderedAtPrice, requeueVersion } from '#lib/documents/index.ts'
import { insertAuditEntry } from '#lib/platform/audit.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { toCursor } from '#lib/platform/http/cursor.ts'
import { idSchema } from '#lib/platform/http/schema.ts'
import {
  closeFailedJob,
  type FailedJobRow,
  findFailedJob,
  listFailedJobs,
  retryFailedJob,
} from '#lib/platform/queue/index.ts'
import { toPage, toPlace } from './cursor.ts'
import { getHomeId, hasWorkspace } from './repository.ts'
import type { FailedJob } from './schema.ts'

const PAGE_SIZE = 50

/** Jobs that have used up their tries, the last to fail first: ids and the class of the error. @throws AppError forbidden */
export async function listStaffJobs(
  user: UserContext,
  { cursor }: { cursor?: string | undefined },
): Promise<{ items: FailedJob[]; nextCursor: string | null }> {
  requireStaff(user)
  const place = toPlace(cursor)
  const before = place && { failedAt: place.at, id: place.id }
  const rows = await listFailedJobs({ take: PAGE_SIZE + 1, before })
  return toPage(rows, PAGE_SIZE, {
    serialize: serializeJob,
    toCursor: ({ failedAt, id }) => toCursor({ at: failedAt, id }),
  })
}

/**
 * Gives failed work one more try. A document's version goes back into the line with a new job, which takes the place of the
 * failed one; should this process die between the two, the failed one is still listed, and nothing is read twice.
 *
 * @throws AppError forbidden, not_found (unknown, or put back already), conflict (nothing to read again, or ordered at a price).
 */
export async function retryStaffJob(user: UserContext, jobId: string, reason: string): Promise<string> {
  requireStaff(user)
  const job = await findFailedJob(jobId)
  if (!job) throw new AppError('not_found', 'There is no such failed job.')
  const isIngestion = job.name === ingestJob.name
  if (isIngestion) await requeue(job)
  const put = isIngestion ? closeFailedJob : retryFailedJob
  const ids = idsOf(job.payload)
  await withPlatform('staffChange', async (tx) => {
    if (!(await put(tx, job))) throw new AppError('not_found', 'This job was put back already.')
    const owner = ids.workspaceId
    const isThere = owner !== undefined && (await hasWorkspace(tx, owner))
    await insertAuditEntry(tx, {
      workspaceId: isThere ? owner : await getHomeId(tx, user.userId),
      actorUserId: user.userId,
      action: 'staff.job_retried',
      subject: job.id,
      detail: {
        reason,
        before: { name: job.name, state: 'failed' },
        after: { ...ids, state: isIngestion ? 'replaced' : 'retry' },
      },
    })
  })
  return job.id
}

async function requeue(job: FailedJobRow): Promise<void> {
  const { workspaceId, versionId, noRetry } = ingestJob.payload.parse(job.payload)
  if (noRetry) throw orderedAtPrice()
  // As the workspace itself: staff have no way to a document, and see nothing of it here.
  const ctx = { workspaceId, userId: null, role: 'owner', surface: 'job', requestId: job.id } as const
  await requeueVersion(ctx, versionId)
}

function serializeJob(row: FailedJobRow): FailedJob {
  const { id, name, errorClass, tries, payload, createdAt, failedAt } = row
  return {
    id,
    name,
    ids: idsOf(payload),
    errorClass,
    tries,
    createdAt: createdAt.toISOString(),
    failedAt: failedAt.toISOString(),
  }
}

/** Only what is an id leaves, whatever else a payload may hold one day. */
function idsOf(payload: unknown): Record<string, string> {
  const fields = typeof payload === 'object' && payload !== null ? Object.entries(payload) : []
  return Object.fromEntries(
    fields.filter(([name, value]) => /Id$/.test(name) && idSchema.safeParse(value).success),
  )
}
