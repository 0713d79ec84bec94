// Documents that can be asked, and models that say what a test tells them to.
import { encodeRuns } from '#lib/documents/geometry/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import type { ChatModel, ChatRequest, ModelUsage, StreamLimits } from '#lib/platform/llm/model.ts'
import { indexChunks } from '#lib/retrieval/index.ts'
import { ownerQuery } from './database.ts'
import { insertDocument } from './factories/rows.ts'

export interface PassageRange {
  pageStart: number
  charStart: number
  pageEnd: number
  charEnd: number
}

export interface AskableDocument {
  documentId: string
  versionId: string
  chunkIds: string[]
}

/**
 * A ready document with these pages, indexed. Each page is one passage unless `passages` says otherwise; each line of a
 * page is one run of text, drawn from the top.
 */
export async function insertAskableDocument(
  ctx: { workspaceId: string },
  input: { name?: string; pages: string[]; passages?: PassageRange[] },
): Promise<AskableDocument> {
  const { pages, name = 'Report.pdf' } = input
  const { documentId, versionId } = await insertDocument(ctx, { name, pageCount: pages.length })
  for (const [at, text] of pages.entries()) {
    await ownerQuery(
      `INSERT INTO document_page (workspace_id, version_id, number, text, width, height, geometry, source)
       VALUES ($1, $2, $3, $4, 595, 842, $5, 'layer')`,
      [ctx.workspaceId, versionId, at + 1, text, Buffer.from(encodeRuns(toRuns(text)))],
    )
  }
  const ranges = input.passages ?? pages.map((text, at) => wholePage(at + 1, text))
  const chunks = ranges.map((range, ordinal) => ({
    id: createId(),
    ordinal,
    range,
    text: readRange(pages, range),
  }))
  for (const { id, ordinal, range, text } of chunks) {
    await ownerQuery(
      `INSERT INTO chunk (workspace_id, id, version_id, ordinal, heading_path, text, token_count, page_start, char_start, page_end, char_end)
       VALUES ($1, $2, $3, $4, '{}', $5, $6, $7, $8, $9, $10)`,
      [
        ...[ctx.workspaceId, id, versionId, ordinal, text, Math.ceil(text.length / 4)],
        ...[range.pageStart, range.charStart, range.pageEnd, range.charEnd],
      ],
    )
  }
  await withTenant({ workspaceId: ctx.workspaceId, userId: null }, (tx) =>
    indexChunks(
      tx,
      ctx.workspaceId,
      versionId,
      chunks.map(({ id, text }) => ({ id, title: name, text })),
    ),
  )
  return { documentId, versionId, chunkIds: chunks.map(({ id }) => id) }
}

function wholePage(page: number, text: string): PassageRange {
  return { pageStart: page, charStart: 0, pageEnd: page, charEnd: text.length }
}

function readRange(pages: readonly string[], range: PassageRange): string {
  const parts: string[] = []
  for (let page = range.pageStart; page <= range.pageEnd; page++) {
    const text = pages[page - 1] ?? ''
    parts.push(
      text.slice(
        page === range.pageStart ? range.charStart : 0,
        page === range.pageEnd ? range.charEnd : undefined,
      ),
    )
  }
  return parts.join('\n')
}

function toRuns(text: string) {
  let charStart = 0
  return text.split('\n').map((line, at) => {
    const run = {
      charStart,
      charEnd: charStart + line.length,
      x: 0.1,
      y: 0.1 + at * 0.02,
      w: 0.8,
      h: 0.015,
      angle: 0,
      rtl: false,
    }
    charStart += line.length + 1
    return run
  })
}

/** What a scripted model does next: say something, say what it has used, fail, wait for a promise, or never come back. */
export type ModelStep = string | ModelUsage | Error | Promise<unknown> | 'hang'

export const SCRIPTED_USAGE: ModelUsage = {
  inputTokens: 800,
  outputTokens: 40,
  source: 'provider',
  costMicroUsd: 1_234,
}

/**
 * A model behind the real port that follows a script.
 *
 * @param options.usage null = it ends without saying what it used, as a cut stream does.
 */
export function scriptModel(
  steps: Iterable<ModelStep> | ((request: ChatRequest) => Iterable<ModelStep>),
  options: { usage?: ModelUsage | null; limits?: StreamLimits } = {},
): ChatModel & { readonly requests: ChatRequest[] } {
  const requests: ChatRequest[] = []
  const { usage = SCRIPTED_USAGE, limits = {} } = options
  return {
    id: 'scripted',
    ...{ requests, limits },
    async *stream(_reservation, request, signal) {
      requests.push(request)
      for (const step of typeof steps === 'function' ? steps(request) : steps) {
        if (signal.aborted) return
        if (step instanceof Error) throw step
        if (step === 'hang') await new Promise(() => undefined)
        else if (typeof step === 'string') yield { type: 'text', text: step }
        else if ('inputTokens' in step) yield { type: 'usage', usage: step }
        else await step
      }
      if (usage) yield { type: 'usage', usage }
    },
  }
}
