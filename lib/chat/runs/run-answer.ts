import { type AnswerDraft, createAnswerDraft, type Source } from '#lib/chat/answer/answer-draft.ts'
import { countTokens, countUsage, withEstimate } from '#lib/chat/count-usage.ts'
import { getChatModel } from '#lib/chat/models.ts'
import type { NearestPassage } from '#lib/chat/schema.ts'
import { buildNearest, type VersionPages } from '#lib/chat/verify/build-citations.ts'
import { createWords } from '#lib/chat/verify/words.ts'
import { findPages } from '#lib/documents/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { ModelError, streamChat } from '#lib/platform/llm/gateway.ts'
import type { ChatRequest, ModelUsage } from '#lib/platform/llm/model.ts'
import { log } from '#lib/platform/log.ts'
import { REFUSE_BELOW, type Retrieval, type RetrievedPassage, retrieve } from '#lib/retrieval/index.ts'
import {
  ANSWERED,
  type AnswerEnd,
  type AnswerJob,
  failed,
  INTERRUPTED,
  REFUSED,
  STOPPED,
} from './answer-job.ts'
import { type Finished, finishRun } from './finish-run.ts'
import {
  CONTEXT_PASSAGES,
  CONTEXT_TOKENS,
  JOURNAL_MS,
  MAX_ANSWER_CHARACTERS,
  MAX_OUTPUT_TOKENS,
  NEAREST_PASSAGES,
  RUN_TIMEOUT_MS,
} from './limits.ts'

/** What has come of a run so far, wherever it ends. */
interface Progress {
  draft: AnswerDraft | null
  usage: ModelUsage | null
  nearest: NearestPassage[]
}

/**
 * Makes one answer from search to settlement: refuses without the model when the documents do not hold it, else streams
 * the model's text through the checks. Never rejects; however it ends, the run is closed and its credits are settled.
 */
export async function runAnswer(job: AnswerJob): Promise<void> {
  const { run, meter } = job
  const progress: Progress = { draft: null, usage: null, nearest: [] }
  const timeout = setTimeout(() => run.end('timeout'), RUN_TIMEOUT_MS)
  const journal = setInterval(() => noteCosts(job, progress), JOURNAL_MS)
  const end = await makeAnswer(job, progress).catch((error: unknown) => toFailure(job, error))
  clearTimeout(timeout)
  clearInterval(journal)
  const finished: Finished = {
    end: end.outcome === 'failed' ? end : (endEarly(job) ?? end),
    text: progress.draft?.text ?? '',
    sentences: progress.draft?.sentences ?? [],
    citations: progress.draft?.citations ?? [],
    nearest: progress.nearest,
    usage: progress.usage,
    model: getChatModel(job.ctx).id,
  }
  await finishRun(job, finished).catch((error: unknown) =>
    // The sweeper closes it and gives the credits back.
    log.error(
      { err: error, runId: run.key.id, reservationId: meter.reservation.id },
      'a run could not be closed',
    ),
  )
}

async function makeAnswer(job: AnswerJob, progress: Progress): Promise<AnswerEnd> {
  const { run, question, documentIds } = job
  run.publish({ type: 'step', name: 'search', detail: countOf(job.documentCount, 'document') })
  const found = await retrieve(job.ctx, { question, documentIds, limit: CONTEXT_PASSAGES }).catch(
    (error: unknown) => {
      log.error({ err: error, runId: run.key.id }, 'retrieval failed')
      return null
    },
  )
  if (!found) return failed('search_failed')
  if (run.signal.aborted) return STOPPED
  const passages = packContext(found.passages)
  const pages = await loadPages(job, passages)
  progress.nearest = passages.slice(0, NEAREST_PASSAGES).flatMap((passage) => {
    return buildNearest(passage, pages.get(passage.versionId) ?? new Map()) ?? []
  })
  if (passages.length === 0 || found.coverage < REFUSE_BELOW) return REFUSED
  run.publish({ type: 'step', name: 'read', detail: countOf(passages.length, 'passage') })
  return writeAnswer(job, progress, { found, passages, pages })
}

async function writeAnswer(
  job: AnswerJob,
  progress: Progress,
  context: { found: Retrieval; passages: RetrievedPassage[]; pages: Map<string, VersionPages> },
): Promise<AnswerEnd> {
  const { run } = job
  const { found, passages, pages } = context
  const sources = new Map<number, Source>(
    passages.map((passage, at) => [at + 1, { passage, pages: pages.get(passage.versionId) ?? new Map() }]),
  )
  const draft = createAnswerDraft(sources, {
    words: createWords(found),
    publish: (event) => run.publish(event),
  })
  progress.draft = draft
  const request = toRequest(job.question, passages, found)
  let characters = 0
  progress.usage = countUsage(request, characters)
  run.publish({ type: 'step', name: 'write' })
  for await (const chunk of streamChat(getChatModel(job.ctx), job.meter.reservation, request, {
    signal: run.signal,
  })) {
    if (chunk.type === 'usage') {
      progress.usage = withEstimate(chunk.usage, countUsage(request, characters))
      continue
    }
    characters += chunk.text.length
    progress.usage = countUsage(request, characters)
    draft.push(chunk.text)
    if (draft.text.length > MAX_ANSWER_CHARACTERS) break
  }
  if (run.signal.aborted) return STOPPED
  draft.end()
  run.publish({ type: 'step', name: 'check', detail: countOf(draft.citations.length, 'source') })
  // What nothing supports is not an answer from the documents.
  return draft.citations.length > 0 ? ANSWERED : REFUSED
}

/** In reading order within each document, the best document first, as far as the budget goes. Never empty-handed. */
function packContext(ranked: readonly RetrievedPassage[]): RetrievedPassage[] {
  let tokens = 0
  return ranked.filter(({ text }, at) => {
    tokens += countTokens(text.length)
    return at === 0 || tokens <= CONTEXT_TOKENS
  })
}

function toRequest(question: string, passages: readonly RetrievedPassage[], found: Retrieval): ChatRequest {
  const best = Math.max(...passages.map(({ score }) => score), Number.MIN_VALUE)
  return {
    question,
    passages: passages.map(({ documentName, headingPath, text, mediaType, score }, at) => ({
      marker: at + 1,
      ...{ documentName, headingPath, text, mediaType },
      score: score / best,
    })),
    termWeights: found.termWeights,
    maxOutputTokens: MAX_OUTPUT_TOKENS,
  }
}

async function loadPages(
  { ctx }: AnswerJob,
  passages: readonly RetrievedPassage[],
): Promise<Map<string, VersionPages>> {
  const keys = passages.flatMap(({ versionId, pageStart, pageEnd }) =>
    Array.from({ length: pageEnd - pageStart + 1 }, (_, at) => ({ versionId, page: pageStart + at })),
  )
  const rows = keys.length === 0 ? [] : await withTenant(ctx, (tx) => findPages(tx, ctx.workspaceId, keys))
  const byVersion = Map.groupBy(rows, (row) => row.versionId)
  return new Map([...byVersion].map(([id, pages]) => [id, new Map(pages.map((page) => [page.number, page]))]))
}

/** What told the run to end decides over what the model made of it. */
function endEarly({ run }: AnswerJob): AnswerEnd | null {
  switch (run.endReason) {
    case 'stop':
      return STOPPED
    case 'timeout':
      return failed('model_timeout')
    case 'shutdown':
    case 'lost':
      return INTERRUPTED
    default:
      return null
  }
}

function toFailure({ run }: AnswerJob, error: unknown): AnswerEnd {
  log.error({ err: error, runId: run.key.id }, 'an answer failed')
  if (!(error instanceof ModelError)) return failed('internal')
  return failed(error.reason === 'timeout' ? 'model_timeout' : 'model_failed')
}

/** What a crash would leave us to pay is noted beside the reservation; that also keeps it alive. */
function noteCosts({ ctx, meter, run }: AnswerJob, { usage }: Progress): void {
  const costs = usage ? [{ ref: 'answer', model: getChatModel(ctx).id, usage }] : undefined
  meter
    .journal(costs)
    .catch((error: unknown) => log.warn({ err: error, runId: run.key.id }, 'costs were not noted'))
}

function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
