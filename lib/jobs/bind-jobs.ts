import { runControlChecks } from '#lib/admin/index.ts'
import { planRequestJob, usageNoticeJob } from '#lib/billing/index.ts'
import { ingestJob } from '#lib/documents/index.ts'
import { ingestVersion } from '#lib/ingestion/index.ts'
import { deliverMail, deliverMailJob } from '#lib/platform/mail/index.ts'
import { work } from '#lib/platform/queue/index.ts'
import { sendPlanRequestMail, sendUsageNotice } from '#lib/workspaces/index.ts'
import { buryJob } from './bury-job.ts'
import { createJobContext } from './context.ts'
import { controlCheckJob, deadLetterJob, sweepJob } from './jobs.ts'
import { sweep } from './sweep.ts'

/** Two, so that a small document does not wait behind a large one. Each has a parser process of its own. */
const INGEST_CONCURRENCY = 2
/** A burst of sign-ups must not keep the next person waiting. */
const MAIL_CONCURRENCY = 4

/** Job name → service: the whole list of what a worker does. */
export async function bindJobs(): Promise<void> {
  await work(
    ingestJob,
    ({ workspaceId, versionId }, { id, signal }) =>
      ingestVersion(createJobContext(workspaceId, id), versionId, signal),
    { concurrency: INGEST_CONCURRENCY },
  )
  await work(deliverMailJob, ({ outboxId }) => deliverMail(outboxId), { concurrency: MAIL_CONCURRENCY })
  await work(usageNoticeJob, ({ workspaceId, limitKey }) => sendUsageNotice(workspaceId, limitKey))
  await work(planRequestJob, ({ workspaceId, requestId }) => sendPlanRequestMail(workspaceId, requestId))
  await work(deadLetterJob, (payload, { id }) => buryJob(payload, id))
  await work(controlCheckJob, (_payload, { signal }) => runControlChecks(signal))
  await work(sweepJob, (_payload, { signal }) => sweep(signal))
}
