import { createHash } from 'node:crypto'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { type Meter, openMeterIn } from '#lib/billing/index.ts'
import { PRICES } from '#lib/billing/plans.ts'
import {
  type ConversationRow,
  changeConversation,
  findLastMessage,
  findMessageInConversation,
  insertMessages,
} from '#lib/chat/conversation-repository.ts'
import { getConversationRow } from '#lib/chat/conversations/get-conversation.ts'
import { requireOwner } from '#lib/chat/conversations/require-owner.ts'
import { assertScope, readScope } from '#lib/chat/conversations/scope.ts'
import { toTitle, UNTITLED } from '#lib/chat/conversations/title.ts'
import { countRunning, findRunByKey, insertRun, lockRuns, type RunRow } from '#lib/chat/run-repository.ts'
import { type CreateRun, scopeSchema } from '#lib/chat/schema.ts'
import { countDocuments } from '#lib/documents/index.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { RESERVATION_TTL_MS, RETRY_AFTER_SECONDS, RUNS_PER_WORKSPACE } from './limits.ts'
import { runAnswer } from './run-answer.ts'
import { addLiveRun, findLiveRun, getProcessId } from './run-registry.ts'

export interface StartedRun {
  readonly runId: string
  readonly questionMessageId: string
  readonly messageId: string
  /** Resolves when the run has ended and is settled. The caller keeps its process alive until then. */
  readonly finished: Promise<void>
  /** Credits left beside what is held; null when the same request has started it before. */
  readonly balance: Meter['balance'] | null
}

/**
 * Asks a question: holds the credits and writes question, empty answer and run in one transaction, then makes the answer
 * in this process. The same key gives the same run again.
 *
 * @param idempotencyKey of the caller; the same one means the same question.
 * @throws AppError not_found (conversation, parent message or a document of the scope), quota_exceeded and the like
 *   before anything is written, concurrency_limited, idempotency_key_reused.
 */
export async function startRun(
  ctx: WorkspaceContext,
  conversationId: string,
  input: CreateRun,
  idempotencyKey: string,
): Promise<StartedRun> {
  requireRole(ctx, 'member')
  const requestHash = hashRequest(conversationId, input)
  const begun = await withTenant(ctx, (tx) =>
    begin(tx, ctx, { conversationId, input, idempotencyKey, requestHash }),
  )
  if (begun.kind === 'replay') return toReplay(begun.run)
  const { meter, ids, job } = begun
  const run = addLiveRun({ workspaceId: ctx.workspaceId, id: ids.runId }, requireOwner(ctx).userId)
  run.finished = runAnswer({ ...job, ctx, run, meter })
  return { ...ids, finished: run.finished, balance: meter.balance }
}

interface Ask {
  conversationId: string
  input: CreateRun
  idempotencyKey: string
  requestHash: string
}

async function begin(tx: Tx, ctx: WorkspaceContext, ask: Ask) {
  const { workspaceId } = ctx
  const owner = requireOwner(ctx)
  // One start at a time: the cap and the key are checked and used under the same lock.
  await lockRuns(tx, workspaceId)
  const known = await findRunByKey(tx, workspaceId, ask.idempotencyKey)
  if (known) return { kind: 'replay', run: assertSameRequest(known, owner.userId, ask.requestHash) } as const
  const conversation = await getConversationRow(tx, owner, ask.conversationId)
  const { documentIds, documentCount } = await resolveScope(tx, workspaceId, conversation, ask.input)
  const parentId = await findParent(tx, workspaceId, ask)
  await assertFreeRun(tx, workspaceId)
  const runId = createId()
  const ids = { runId, questionMessageId: createId(), messageId: createId() }
  const createdAt = systemClock.now()
  await insertMessages(tx, [
    {
      ...toMessageRow(workspaceId, ask, createdAt),
      id: ids.questionMessageId,
      parentId,
      role: 'user',
      text: ask.input.question,
    },
    {
      ...toMessageRow(workspaceId, ask, createdAt),
      id: ids.messageId,
      parentId: ids.questionMessageId,
      role: 'assistant',
      text: '',
    },
  ])
  const title = conversation.title === UNTITLED ? { title: toTitle(ask.input.question) } : {}
  await changeConversation(tx, { workspaceId, id: ask.conversationId }, { ...title, updatedAt: createdAt })
  // Last but for the run that names it: whoever spends beside it waits from here on.
  const opened = await openMeterIn(tx, ctx, {
    action: 'answer',
    amountMc: PRICES.answer,
    idempotencyKey: `answer:${ask.idempotencyKey}`,
    requestHash: ask.requestHash,
    ttlMs: RESERVATION_TTL_MS,
    refType: 'run',
    refId: runId,
    conversationId: ask.conversationId,
  })
  if (opened.kind === 'replay')
    throw new AppError('conflict', 'This question was asked before, and its answer is gone.')
  await insertRun(tx, {
    ...{ workspaceId, id: runId, userId: owner.userId, conversationId: ask.conversationId },
    questionMessageId: ids.questionMessageId,
    answerMessageId: ids.messageId,
    reservationId: opened.meter.reservation.id,
    idempotencyKey: ask.idempotencyKey,
    requestHash: ask.requestHash,
    ownerProcess: getProcessId(),
  })
  const { conversationId, input } = ask
  const job = { conversationId, createdAt, question: input.question, documentIds, documentCount, ...ids }
  return { kind: 'begun', meter: opened.meter, ids, job } as const
}

const toMessageRow = (workspaceId: string, { conversationId }: Ask, createdAt: Date) => ({
  workspaceId,
  conversationId,
  createdAt,
})

function assertSameRequest(run: RunRow, userId: string, requestHash: string): RunRow {
  if (run.userId === userId && run.requestHash === requestHash) return run
  throw new AppError(
    'idempotency_key_reused',
    'This Idempotency-Key was used for another question. Use a new key for a new question.',
  )
}

async function resolveScope(tx: Tx, workspaceId: string, conversation: ConversationRow, input: CreateRun) {
  await assertScope(tx, workspaceId, input.scope)
  const scope = input.scope ?? scopeSchema.parse(conversation.scope)
  const documentIds = await readScope(tx, workspaceId, scope)
  return { documentIds, documentCount: documentIds?.length ?? (await countDocuments(tx, workspaceId)) }
}

async function findParent(
  tx: Tx,
  workspaceId: string,
  { conversationId, input }: Ask,
): Promise<string | null> {
  if (!input.parentMessageId) return (await findLastMessage(tx, workspaceId, conversationId))?.id ?? null
  const parent = await findMessageInConversation(tx, workspaceId, conversationId, input.parentMessageId)
  if (!parent) throw new AppError('not_found', 'There is no such message in this conversation.')
  return parent.id
}

async function assertFreeRun(tx: Tx, workspaceId: string): Promise<void> {
  if ((await countRunning(tx, workspaceId)) < RUNS_PER_WORKSPACE) return
  throw new AppError(
    'concurrency_limited',
    `${RUNS_PER_WORKSPACE} answers are being written in this workspace. Wait for one of them to finish, then ask again.`,
    { limit: RUNS_PER_WORKSPACE, retryAfterSeconds: RETRY_AFTER_SECONDS },
  )
}

function toReplay(run: RunRow): StartedRun {
  return {
    runId: run.id,
    questionMessageId: run.questionMessageId,
    messageId: run.answerMessageId,
    finished: findLiveRun(run)?.finished ?? Promise.resolve(),
    balance: null,
  }
}

function hashRequest(conversationId: string, { question, scope, parentMessageId }: CreateRun): string {
  const parts = [conversationId, question, scope?.documentIds ?? null, parentMessageId ?? null]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
