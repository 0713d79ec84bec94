import { setTimeout as sleep } from 'node:timers/promises'
import { toCredits } from '#lib/billing/plans.ts'
import { closeRun, insertEvents, saveAnswer, saveReceipt } from '#lib/chat/run-repository.ts'
import type { Citation, Message, NearestPassage, Receipt, RunEvent, Sentence } from '#lib/chat/schema.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { isAppError } from '#lib/platform/errors.ts'
import type { ModelUsage } from '#lib/platform/llm/model.ts'
import type { AnswerEnd, AnswerJob } from './answer-job.ts'
import { toChargeMc } from './charge.ts'
import { LOST_SEQ_STEP } from './limits.ts'
import { toRunProblem } from './run-problems.ts'
import { retireLiveRun } from './run-registry.ts'
import { transition } from './run-state.ts'

/** Everything that is written when a run ends. */
export interface Finished {
  readonly end: AnswerEnd
  readonly text: string
  readonly sentences: readonly Sentence[]
  readonly citations: readonly Citation[]
  readonly nearest: readonly NearestPassage[]
  /** null when no model was called. */
  readonly usage: ModelUsage | null
  readonly model: string
}

const RETRY_MS = [200, 1_000, 3_000]

/** Somebody else has closed the run: the sweeper, which took us for dead. */
class RunLostError extends Error {}

/**
 * Closes a run in one transaction: state, answer, charge, receipt and the last events. Only then do its readers see that
 * it is over.
 *
 * @throws what the database threw, after a few tries; readers have been told by then.
 */
export async function finishRun(job: AnswerJob, finished: Finished): Promise<void> {
  const { run } = job
  run.isClosing = true
  await run.writesDone()
  try {
    const terminal = await withRetries(() => withTenant(job.ctx, (tx) => commit(tx, job, finished)))
    run.publish(terminal)
  } catch (error) {
    const problem = toRunProblem('interrupted', job.ctx.requestId)
    run.publish({ type: 'error', problem }, run.lastSeq + LOST_SEQ_STEP)
    if (!(error instanceof RunLostError)) throw error
  } finally {
    retireLiveRun(run)
  }
}

async function commit(tx: Tx, job: AnswerJob, finished: Finished): Promise<RunEvent> {
  const { run, meter, ctx } = job
  const { end, usage, model } = finished
  const state = transition('running', end.event)
  // The run first: whoever closes it holds its row until the end, so there is one answer and one charge.
  if (!(await closeRun(tx, run.key, { state, errorCode: end.errorCode }))) throw new RunLostError()
  const answer =
    end.outcome === 'refused' ? { ...finished, text: '', sentences: [], citations: [] } : finished
  const nearest = end.outcome === 'refused' ? finished.nearest : []
  await saveAnswer(tx, ctx.workspaceId, {
    messageId: job.messageId,
    outcome: end.outcome,
    ...{ text: answer.text, sentences: answer.sentences, citations: answer.citations, nearest },
  })
  await insertEvents(
    tx,
    ctx.workspaceId,
    run.unwritten.map((event) => ({ ...event, runId: run.key.id })),
  )
  const used = usage ?? { inputTokens: 0, outputTokens: 0 }
  const settlement = await meter.settle(tx, {
    mc: toChargeMc(end.outcome, finished.text !== '', used),
    costs: usage ? [{ ref: 'answer', model, usage }] : [],
    ending: end.outcome === 'answered' ? undefined : end.outcome,
  })
  const receipt: Receipt = {
    credits: toCredits(settlement.chargedMc),
    creditsRemaining: toCredits(settlement.remainingMc),
    inputTokens: used.inputTokens,
    outputTokens: used.outputTokens,
    model,
    refunded: 0,
  }
  await saveReceipt(tx, run.key, receipt)
  const terminal = toTerminal(job, { ...answer, nearest }, receipt)
  await insertEvents(tx, ctx.workspaceId, [{ runId: run.key.id, seq: run.lastSeq + 1, event: terminal }])
  return terminal
}

function toTerminal(job: AnswerJob, finished: Finished, receipt: Receipt): RunEvent {
  const { outcome, errorCode } = finished.end
  if (errorCode) return { type: 'error', problem: toRunProblem(errorCode, job.ctx.requestId) }
  const message: Message = {
    id: job.messageId,
    parentId: job.questionMessageId,
    role: 'assistant',
    text: finished.text,
    outcome,
    runId: job.run.key.id,
    sentences: [...finished.sentences],
    citations: [...finished.citations],
    nearest: [...finished.nearest],
    receipt,
    problem: null,
    createdAt: job.createdAt.toISOString(),
  }
  return { type: 'done', message, receipt }
}

/** A database that is away for a moment (the embedded one restarts within seconds) must not lose an answer. */
async function withRetries<T>(attempt: () => Promise<T>): Promise<T> {
  for (const waitMs of RETRY_MS) {
    try {
      return await attempt()
    } catch (error) {
      if (!isAppError(error, 'unavailable')) throw error
      await sleep(waitMs)
    }
  }
  return attempt()
}
