import { readContext } from '#lib/chat/verify/page-context.ts'
import type { CitationRow, ConversationRow, MessageRow } from './conversation-repository.ts'
import type { RunRow } from './run-repository.ts'
import { toRunProblem } from './runs/run-problems.ts'
import type { Citation, Conversation, Message, Receipt, RunView } from './schema.ts'
import {
  citationSchema,
  messageSchema,
  OUTCOMES,
  RUN_STATES,
  receiptSchema,
  SENTENCE_VERDICTS,
  scopeSchema,
  VERDICTS,
} from './schema.ts'

/** What rows do not hold themselves. */
export interface CitationFacts {
  readonly documentNames: ReadonlyMap<string, string>
  readonly mediaTypes: ReadonlyMap<string, string>
  /** Canonical text by `${versionId}:${page}`. */
  readonly pageTexts: ReadonlyMap<string, string>
}

export function serializeConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    title: row.title,
    scope: scopeSchema.parse(row.scope),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

export function serializeMessage(row: MessageRow, run: RunRow | undefined, facts: CitationFacts): Message {
  return {
    id: row.id,
    parentId: row.parentId,
    role: row.role === 'user' ? 'user' : 'assistant',
    text: row.text,
    outcome: OUTCOMES.find((name) => name === row.outcome) ?? null,
    runId: run?.id ?? null,
    sentences: row.sentences.map(({ charStart, charEnd, verdict, citations }) => ({
      start: charStart,
      end: charEnd,
      verdict: SENTENCE_VERDICTS.find((name) => name === verdict) ?? 'unsupported',
      citationIds: citations.map(({ citationId }) => citationId),
    })),
    citations: row.citations.map((citation) => serializeCitation(citation, facts)),
    nearest: messageSchema.shape.nearest.parse(row.nearest ?? []),
    receipt: serializeReceipt(run),
    problem: run?.errorCode ? toRunProblem(run.errorCode, run.id) : null,
    createdAt: row.createdAt.toISOString(),
  }
}

export function serializeCitation(row: CitationRow, facts: CitationFacts): Citation {
  const { id, marker, documentId, versionId, page, charStart, charEnd, quote } = row
  return {
    ...{ id, marker, documentId, versionId, page, charStart, charEnd, quote },
    documentName: facts.documentNames.get(documentId) ?? 'Deleted document',
    mediaType: facts.mediaTypes.get(versionId) ?? 'application/octet-stream',
    ...readContext(facts.pageTexts.get(`${versionId}:${page}`) ?? '', charStart, charEnd),
    rects: citationSchema.shape.rects.parse(row.rects),
    verdict: VERDICTS.find((name) => name === row.verdict) ?? 'supported',
  }
}

export function serializeRun(row: RunRow, lastSeq: number): RunView {
  return {
    id: row.id,
    conversationId: row.conversationId,
    state: RUN_STATES.find((name) => name === row.state) ?? 'failed',
    messageId: row.answerMessageId,
    lastSeq,
    receipt: serializeReceipt(row),
  }
}

function serializeReceipt(run: RunRow | undefined): Receipt | null {
  return run?.receipt ? receiptSchema.parse(run.receipt) : null
}
