import type { WorkspaceContext } from '#lib/auth/context.ts'
import { type CsvValue, toCsvRows } from '#lib/platform/http/csv.ts'
import type { Place } from '#lib/platform/http/cursor.ts'
import { readEntries } from './list-usage-entries.ts'
import type { EntriesQuery, UsageEntry } from './schema.ts'

const ROWS_PER_READ = 500

type Row = UsageEntry & {
  /** What it did to the balance, in credits: the column adds up to what is left. */
  readonly change: number
}

/** What people read comes first, ids and codes last. */
const COLUMNS: readonly (readonly [string, (row: Row) => CsvValue])[] = [
  ['When (UTC)', ({ at }) => at],
  ['What', ({ title }) => title],
  ['Credits', ({ change }) => change],
  ['Balance after', ({ balance }) => balance],
  ['Why', ({ explanation }) => explanation],
  ['Who', ({ userName }) => userName],
  ['Document', ({ document }) => document?.title ?? null],
  ['Conversation', ({ conversation }) => conversation?.title ?? null],
  ['Question', ({ question }) => question],
  ['Model', ({ model }) => model],
  ['Tokens read', ({ inputTokens }) => inputTokens],
  ['Tokens written', ({ outputTokens }) => outputTokens],
  ['Kind', ({ kind }) => kind],
  ['Action', ({ action }) => action],
  ['Entry id', ({ id }) => id],
  ['Person id', ({ userId }) => userId],
  ['Document id', ({ document }) => document?.id ?? null],
  ['Conversation id', ({ conversation }) => conversation?.id ?? null],
  ['Reference type', ({ ref }) => ref?.type ?? null],
  ['Reference id', ({ ref }) => ref?.id ?? null],
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
      const { items, changes } = page
      const rows = items.map((entry, at) => {
        const row = { ...entry, change: changes[at] ?? 0 }
        return COLUMNS.map(([, value]) => value(row))
      })
      controller.enqueue(encoder.encode(head + toCsvRows(rows)))
      head = ''
      page = page.last ? await read(page.last) : null
    },
  })
}
