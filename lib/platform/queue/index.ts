import 'server-only'

export { type FailedJobRow, findFailedJob, listFailedJobs, retryFailedJob } from './failed-jobs.ts'
export type { EnqueueOptions, JobDefinition, JobHandler, JobRun } from './job.ts'
export { assertQueueReady, enqueue, startQueue, stopQueue, work } from './queue.ts'
