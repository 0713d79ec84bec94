import type { WorkspaceContext } from '#lib/auth/context.ts'
import { type CsvValue, toCsvRows } from '#lib/platform/http/csv.ts'
import type { Place } from '#lib/platform/http/cursor.ts'
import { readEntries } from './list-usage-entries.ts'
import type { EntriesQuery, UsageEntry } from './schema.ts'

const ROWS_PER_READ = 500

const COLUMNS: readonly (readonly [string, (entry: UsageEntry) => CsvValue])[] = [
  ['id', ({ id }) => id],
  ['at', ({ at }) => at],
  ['kind', ({ kind }) => kind],
  ['action', ({ action }) => action],
  ['credits', ({ credits }) => credits],
  ['balance', ({ balance }) => balance],
  ['title', ({ title }) => title],
  ['explanation', ({ explanation }) => explanation],
  ['userId', ({ userId }) => userId],
  ['userName', ({ userName }) => userName],
  ['refType', ({ ref }) => ref?.type ?? null],
  ['refId', ({ ref }) => ref?.id ?? null],
  ['documentId', ({ document }) => document?.id ?? null],
  ['document', ({ document }) => document?.title ?? null],
  ['conversationId', ({ conversation }) => conversation?.id ?? null],
  ['conversation', ({ conversation }) => conversation?.title ?? null],
  ['question', ({ question }) => question],
  ['inputTokens', ({ inputTokens }) => inputTokens],
  ['outputTokens', ({ outputTokens }) => outputTokens],
  ['model', ({ model }) => model],
]

/**
 * All entries that the query asks for as a table, bit by bit: no more than a page of them is in memory, and no door is
 * open while the reader is slow. The first page is read at once, so that a refusal is an answer and no broken file.
 */
export async function exportEntries(
  ctx: WorkspaceContext,
  query: Omit<EntriesQuery, 'format' | 'cursor' | 'limit'>,
): Promise<ReadableStream<Uint8Array>> {
  const read = (before: Place | null) => readEntries(ctx, query, { before, take: ROWS_PER_READ })
  const encoder = new TextEncoder()
  let page: Awaited<ReturnType<typeof read>> | null = await read(null)
  let head = toCsvRows([COLUMNS.map(([name]) => name)])
  return new ReadableStream({
    async pull(controller) {
      if (!page) return controller.close()
      const rows = page.items.map((entry) => COLUMNS.map(([, value]) => value(entry)))
      controller.enqueue(encoder.encode(head + toCsvRows(rows)))
      head = ''
      page = page.last ? await read(page.last) : null
    },
  })
}
