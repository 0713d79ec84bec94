import { releaseIn } from '#lib/billing/index.ts'
import {
  closeRun,
  findLastSeq,
  insertEvents,
  listEvents,
  lockLostRun,
  saveAnswer,
} from '#lib/chat/run-repository.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { log } from '#lib/platform/log.ts'
import { INTERRUPTED } from './answer-job.ts'
import { LOST_SEQ_STEP } from './limits.ts'
import { toRunProblem } from './run-problems.ts'
import { transition } from './run-state.ts'

const MAX_EVENTS = 20_000

/**
 * Closes a run whose process died: `interrupted`, nothing charged, what was written is kept. May be tried by several
 * processes at once, also for a run that lives.
 *
 * @returns false when the run lives, or somebody else has closed it.
 */
export async function sweepRun(workspaceId: string, id: string): Promise<boolean> {
  const closed = await withTenant({ workspaceId, userId: null }, (tx) => closeLostRun(tx, workspaceId, id))
  if (closed) log.warn({ workspaceId, runId: id }, 'a run lost its process and was closed')
  return closed
}

async function closeLostRun(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const run = await lockLostRun(tx, workspaceId, id)
  if (!run) return false
  const key = { workspaceId, id }
  await closeRun(tx, key, {
    state: transition('running', INTERRUPTED.event),
    errorCode: INTERRUPTED.errorCode,
  })
  await saveAnswer(tx, workspaceId, {
    ...(await readAnswer(tx, workspaceId, id)),
    messageId: run.answerMessageId,
  })
  // Readers may hold later numbers from the memory of the process that died.
  const seq = (await findLastSeq(tx, workspaceId, id)) + LOST_SEQ_STEP
  const event = { type: 'error', problem: toRunProblem('interrupted', id) } as const
  await insertEvents(tx, workspaceId, [{ runId: id, seq, event }])
  await releaseIn(tx, { workspaceId, reservationId: run.reservationId }, 'the process of the run died')
  return true
}

/** What had been written and checked when the process died, from the events it left. */
async function readAnswer(tx: Tx, workspaceId: string, runId: string) {
  const events = await listEvents(tx, { workspaceId, runId }, { after: 0, take: MAX_EVENTS })
  const citations = events.flatMap(({ event }) => (event.type === 'citation' ? [event.citation] : []))
  const known = new Set(citations.map(({ id }) => id))
  return {
    outcome: INTERRUPTED.outcome,
    text: events.map(({ event }) => (event.type === 'delta' ? event.text : '')).join(''),
    citations,
    sentences: events.flatMap(({ event }) => {
      if (event.type !== 'sentence') return []
      return [{ ...event, citationIds: event.citationIds.filter((id) => known.has(id)) }]
    }),
    nearest: [],
  }
}
