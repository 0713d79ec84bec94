// Re-indexes as people order them, and the worker's jobs for them.
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { getDocument, quoteReindex, reindexDocument } from '#lib/documents/index.ts'
import type { ChunkSize, Document } from '#lib/documents/schema.ts'
import { createId } from '#lib/platform/id.ts'
import { insertAccount } from './billing.ts'
import { ownerQuery } from './database.ts'
import { addDocument, ingest, type TestFile } from './documents.ts'

/** A few pages of which no two paragraphs are alike. */
export function stations(topic: string, count = 60): TestFile {
  return {
    name: `${topic}.md`,
    bytes: Array.from(
      { length: count },
      (_, i) => `Of station ${i} on the ${topic} line it is told that ${'the wind blew hard '.repeat(6)}.`,
    ).join('\n\n'),
    type: 'text/markdown',
  }
}

/** A workspace with one document of `stations`, read and indexed. */
export async function insertReadyDocument(topic: string, count?: number) {
  const ctx = await insertAccount()
  const { id, versionId } = await addDocument(ctx, stations(topic, count))
  await ingest(ctx, versionId)
  return { ctx, document: await getDocument(ctx, id) }
}

export function quoteOf(ctx: WorkspaceContext, { id }: Document, chunkSize: ChunkSize) {
  return quoteReindex(ctx, { action: 'reindex', documentId: id, chunkSize })
}

/** Asks for the price, agrees to it, and leaves the rest to the worker. */
export async function orderReindex(
  ctx: WorkspaceContext,
  document: Document,
  chunkSize: ChunkSize,
): Promise<Document> {
  const { id: quoteId } = await quoteOf(ctx, document, chunkSize)
  return reindexDocument(ctx, document.id, { chunkSize, quoteId, idempotencyKey: createId() })
}

/** All the worker's jobs that the workspace has ever put into the line, run to their end in this process. */
export async function workOff(ctx: WorkspaceContext): Promise<void> {
  const jobs = await ownerQuery<{ id: string }>(
    `SELECT DISTINCT data->>'versionId' AS id FROM pgboss.job WHERE name = 'ingest' AND data->>'workspaceId' = $1`,
    [ctx.workspaceId],
  )
  for (const { id } of jobs) await ingest(ctx, id)
}
