import type { WorkspaceContext } from '#lib/auth/context.ts'
import type { Meter } from '#lib/billing/index.ts'
import type { LiveRun } from './live-run.ts'
import type { RunErrorCode } from './run-problems.ts'
import type { RunTransition } from './run-state.ts'

/** An answer to be made: the run, the credits held for it, and what was asked. */
export interface AnswerJob {
  readonly ctx: WorkspaceContext
  readonly run: LiveRun
  readonly meter: Meter
  readonly conversationId: string
  readonly questionMessageId: string
  readonly messageId: string
  readonly createdAt: Date
  readonly question: string
  /** undefined = all documents of the workspace. */
  readonly documentIds: string[] | undefined
  readonly documentCount: number
}

/** How it ended. */
export interface AnswerEnd {
  readonly event: RunTransition
  readonly outcome: 'answered' | 'refused' | 'stopped' | 'failed' | 'interrupted'
  readonly errorCode: RunErrorCode | null
}

export const ANSWERED: AnswerEnd = { event: 'answer', outcome: 'answered', errorCode: null }
export const REFUSED: AnswerEnd = { event: 'refuse', outcome: 'refused', errorCode: null }
export const STOPPED: AnswerEnd = { event: 'stop', outcome: 'stopped', errorCode: null }
export const INTERRUPTED: AnswerEnd = { event: 'lose', outcome: 'interrupted', errorCode: 'interrupted' }

export function failed(errorCode: RunErrorCode): AnswerEnd {
  return { event: 'fail', outcome: 'failed', errorCode }
}
