import { runControlChecks } from '#lib/admin/index.ts'
import { planRequestJob, usageNoticeJob } from '#lib/billing/index.ts'
import { ingestJob } from '#lib/documents/index.ts'
import { ingestVersion } from '#lib/ingestion/index.ts'
import { deliverMail, deliverMailJob } from '#lib/platform/mail/index.ts'
import { type JobDefinition, type JobHandler, work } from '#lib/platform/queue/index.ts'
import { sendPlanRequestMail, sendUsageNotice } from '#lib/workspaces/index.ts'
import { buryJob } from './bury-job.ts'
import { createJobContext } from './context.ts'
import { controlCheckJob, deadLetterJob, sweepJob } from './jobs.ts'
import { sweep } from './sweep.ts'

/** Two, so that a small document does not wait behind a large one. Each has a parser process of its own. */
const INGEST_CONCURRENCY = 2
/** A burst of sign-ups must not keep the next person waiting. */
const MAIL_CONCURRENCY = 4

/** What of the plan a job asks for, as routes declare it: nothing runs in the background past the gate. */
export type JobCharge =
  | { readonly meter: 'pages' | 'credits' }
  /** Why it asks for nothing. */
  | { readonly free: string }

interface BoundJob {
  readonly name: string
  readonly charge: JobCharge
  bind(): Promise<void>
}

/** Job name → service: the whole list of what a worker does. */
export const JOBS: readonly BoundJob[] = [
  bound(
    ingestJob,
    // Within its pages ingestion is free; a re-index has held its credits before the job was made.
    { meter: 'pages' },
    ({ workspaceId, versionId }, { id, signal }) =>
      ingestVersion(createJobContext(workspaceId, id), versionId, signal),
    INGEST_CONCURRENCY,
  ),
  bound(
    deliverMailJob,
    { free: 'mail that is in the outbox is paid for by nobody' },
    ({ outboxId }) => deliverMail(outboxId),
    MAIL_CONCURRENCY,
  ),
  bound(usageNoticeJob, { free: 'tells of a limit' }, ({ workspaceId, limitKey }) =>
    sendUsageNotice(workspaceId, limitKey),
  ),
  bound(planRequestJob, { free: 'the way to another plan' }, ({ workspaceId, requestId }) =>
    sendPlanRequestMail(workspaceId, requestId),
  ),
  bound(deadLetterJob, { free: 'writes down that something failed' }, (payload, { id }) =>
    buryJob(payload, id),
  ),
  bound(controlCheckJob, { free: 'looks and changes nothing' }, (_payload, { signal }) =>
    runControlChecks(signal),
  ),
  bound(sweepJob, { free: 'gives back and tidies up' }, (_payload, { signal }) => sweep(signal)),
]

/** Takes jobs of every kind, until the queue stops. */
export async function bindJobs(): Promise<void> {
  for (const { bind } of JOBS) await bind()
}

function bound<P extends object>(
  job: JobDefinition<P>,
  charge: JobCharge,
  handler: JobHandler<P>,
  concurrency = 1,
): BoundJob {
  return { name: job.name, charge, bind: () => work(job, handler, { concurrency }) }
}
