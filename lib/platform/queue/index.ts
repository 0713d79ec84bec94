import 'server-only'

export {
  closeFailedJob,
  type FailedJobRow,
  findFailedJob,
  listFailedJobs,
  retryFailedJob,
} from './failed-jobs.ts'
export type { EnqueueOptions, JobDefinition, JobHandler, JobRun } from './job.ts'
export { assertQueueReady, enqueue, startQueue, stopQueue, work } from './queue.ts'
