import type * as z from 'zod'

/**
 * A kind of job: its queue and what it carries. Retries, expiry and dead letters are set where the queue is made, in the
 * migrations. Payloads hold ids, never content.
 */
export interface JobDefinition<P extends object> {
  readonly name: string
  readonly payload: z.ZodType<P>
  /** The field of the payload that says whose job it is, where those who share the queue take turns. */
  readonly turnBy?: keyof P & string
}

export interface EnqueueOptions {
  /** Of waiting jobs with the same key one is kept, where the queue's policy is `short`. */
  readonly singletonKey?: string
  readonly startAfterSeconds?: number
}

/** One attempt at a job. */
export interface JobRun {
  readonly id: string
  /** 0 at the first attempt. */
  readonly retryCount: number
  /**
   * Aborts when this process is told to stop, or when the job took too long. A handler that then throws gives the job
   * back: another worker goes on with it at once, and the attempt does not count.
   */
  readonly signal: AbortSignal
}

export type JobHandler<P extends object> = (payload: P, run: JobRun) => Promise<void>
