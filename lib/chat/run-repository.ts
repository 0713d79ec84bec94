import { systemClock } from '#lib/platform/clock.ts'
import type { Prisma, Tx } from '#lib/platform/db/index.ts'
import { LOST_AFTER_SECONDS } from './runs/limits.ts'
import type { RunState } from './runs/run-state.ts'
import type { Citation, NearestPassage, Receipt, RunEvent, Sentence } from './schema.ts'

export type RunRow = Prisma.RunGetPayload<object>

/** One event of a run, numbered from 1 without gaps (but the terminal one of a swept run). */
export interface NumberedEvent {
  readonly seq: number
  readonly event: RunEvent
}

/** What an answer has come to; written once, when its run ends. */
export interface AnswerRecord {
  readonly messageId: string
  readonly text: string
  readonly outcome: string
  readonly sentences: readonly Sentence[]
  readonly citations: readonly Citation[]
  readonly nearest: readonly NearestPassage[]
}

/** Runs of a workspace are counted and started under this lock, so that two starts cannot both be the last one. */
export async function lockRuns(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`chat.runs:${workspaceId}`}::text, 0))`
}

export function countRunning(tx: Tx, workspaceId: string): Promise<number> {
  return tx.run.count({ where: { workspaceId, state: 'running' } })
}

export async function insertRun(tx: Tx, row: Prisma.RunUncheckedCreateInput): Promise<void> {
  await tx.run.create({ data: row })
}

export function findRun(tx: Tx, workspaceId: string, id: string): Promise<RunRow | null> {
  return tx.run.findUnique({ where: { workspaceId_id: { workspaceId, id } } })
}

export function findRunByKey(tx: Tx, workspaceId: string, idempotencyKey: string): Promise<RunRow | null> {
  return tx.run.findUnique({ where: { workspaceId_idempotencyKey: { workspaceId, idempotencyKey } } })
}

/** The runs that make or have made these answers. */
export function listRunsOfAnswers(
  tx: Tx,
  key: { workspaceId: string; conversationId: string },
  answerMessageIds: readonly string[],
): Promise<RunRow[]> {
  return tx.run.findMany({ where: { ...key, answerMessageId: { in: [...answerMessageIds] } } })
}

/** The last number that was written for a run; 0 when nothing was. */
export async function findLastSeq(tx: Tx, workspaceId: string, runId: string): Promise<number> {
  const { _max } = await tx.runEvent.aggregate({ where: { workspaceId, runId }, _max: { seq: true } })
  return _max.seq ?? 0
}

export async function insertEvents(
  tx: Tx,
  workspaceId: string,
  events: readonly (NumberedEvent & { runId: string })[],
): Promise<void> {
  if (events.length === 0) return
  await tx.runEvent.createMany({
    data: events.map(({ runId, seq, event }) => ({
      workspaceId,
      runId,
      seq,
      type: event.type,
      data: toJson(event),
    })),
    // A flush whose answer was lost comes again.
    skipDuplicates: true,
  })
}

export async function listEvents(
  tx: Tx,
  key: { workspaceId: string; runId: string },
  page: { after: number; take: number },
): Promise<NumberedEvent[]> {
  const rows = await tx.runEvent.findMany({
    where: { ...key, seq: { gt: page.after } },
    orderBy: { seq: 'asc' },
    take: page.take,
  })
  return rows.map(({ seq, data }) => ({ seq, event: fromJson<RunEvent>(data) }))
}

/** Says that these runs are alive. @returns those of them that somebody asked to stop. */
export async function beat(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string; stop: boolean }[]>`
    UPDATE run SET heartbeat_at = now()
    WHERE workspace_id = ${workspaceId}::uuid AND id = ANY (${[...ids]}::uuid[]) AND state = 'running'
    RETURNING id, stop_requested_at IS NOT NULL AS stop`
  return rows.filter((row) => row.stop).map((row) => row.id)
}

/** @returns whether the run was running and is now asked to stop. */
export async function requestStop(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE run SET stop_requested_at = coalesce(stop_requested_at, now())
    WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND state = 'running'`
  return changed === 1
}

/** Ends a run; nothing else writes `state`. @returns false when somebody else has ended it. */
export async function closeRun(
  tx: Tx,
  key: { workspaceId: string; id: string },
  end: { state: RunState; errorCode: string | null },
): Promise<boolean> {
  const { count } = await tx.run.updateMany({
    where: { ...key, state: 'running' },
    data: { ...end, finishedAt: systemClock.now() },
  })
  return count === 1
}

export async function saveReceipt(
  tx: Tx,
  key: { workspaceId: string; id: string },
  receipt: Receipt,
): Promise<void> {
  await tx.run.update({ where: { workspaceId_id: key }, data: { receipt: toJson(receipt) } })
}

/** Locks a run that runs without a heartbeat, by the database's clock; null when it lives or has ended. */
export async function lockLostRun(tx: Tx, workspaceId: string, id: string): Promise<RunRow | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM run
    WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND state = 'running'
      AND heartbeat_at < now() - make_interval(secs => ${LOST_AFTER_SECONDS}::int)
    FOR UPDATE`
  return rows.length === 0 ? null : findRun(tx, workspaceId, id)
}

/** Runs of all workspaces that have lost their process, the oldest first. Takes the platform door of the sweeper. */
export function findLostRuns(tx: Tx, limit: number): Promise<{ workspaceId: string; id: string }[]> {
  return tx.$queryRaw<{ workspaceId: string; id: string }[]>`
    SELECT workspace_id AS "workspaceId", id FROM run
    WHERE state = 'running' AND heartbeat_at < now() - make_interval(secs => ${LOST_AFTER_SECONDS}::int)
    ORDER BY heartbeat_at
    LIMIT ${limit}::int`
}

/** A place in the order in which runs ended. */
export interface RunEnd {
  readonly workspaceId: string
  readonly id: string
  readonly finishedAt: Date
}

/** Runs of all workspaces that ended a day ago or earlier, after `place` in the order of their ends. For the sweeper. */
export function listRunsEndedLongAgo(
  tx: Tx,
  place: Pick<RunEnd, 'id' | 'finishedAt'>,
  limit: number,
): Promise<RunEnd[]> {
  return tx.$queryRaw<RunEnd[]>`
    SELECT workspace_id AS "workspaceId", id, finished_at AS "finishedAt" FROM run
    WHERE finished_at < now() - interval '1 day'
      AND (finished_at, id) > (${place.finishedAt}::timestamptz, ${place.id}::uuid)
    ORDER BY finished_at, id
    LIMIT ${limit}::int`
}

/** Removes the events of a run but the last: a reader who comes back late must still learn that it is over. */
export async function deleteEarlyEvents(tx: Tx, workspaceId: string, runId: string): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM run_event
    WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid
      AND seq < (SELECT max(seq) FROM run_event
                 WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid)`
}

/** Writes an answer with its sentences, citations and the ties between them. */
export async function saveAnswer(tx: Tx, workspaceId: string, answer: AnswerRecord): Promise<void> {
  const { messageId, text, outcome, sentences, citations, nearest } = answer
  await tx.message.update({
    where: { workspaceId_id: { workspaceId, id: messageId } },
    data: { text, outcome, ...(nearest.length > 0 && { nearest: toJson(nearest) }) },
  })
  await tx.citation.createMany({
    data: citations.map((citation) => ({
      ...pick(citation),
      workspaceId,
      messageId,
      rects: toJson(citation.rects),
    })),
  })
  await tx.messageSentence.createMany({
    data: sentences.map(({ start, end, verdict }, ordinal) => ({
      ...{ workspaceId, messageId, ordinal, verdict },
      charStart: start,
      charEnd: end,
    })),
  })
  await tx.sentenceCitation.createMany({
    data: sentences.flatMap(({ citationIds }, sentenceOrdinal) =>
      citationIds.map((citationId) => ({ workspaceId, messageId, sentenceOrdinal, citationId })),
    ),
  })
}

function pick({ id, marker, documentId, versionId, page, charStart, charEnd, quote, verdict }: Citation) {
  return { id, marker, documentId, versionId, page, charStart, charEnd, quote, verdict }
}

/** Our own plain objects, which the schema of the API describes, as a column of type json takes them. */
function toJson(value: object): Prisma.InputJsonValue {
  return value as unknown as Prisma.InputJsonValue
}

/** What `toJson` wrote; nothing else writes these columns. */
function fromJson<T>(value: Prisma.JsonValue): T {
  return value as unknown as T
}
