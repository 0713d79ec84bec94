import type { WorkspaceContext } from '#lib/auth/context.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import type { QuotableRequest, QuoteLine } from './quote.ts'

export interface NewQuote {
  readonly id: string
  readonly request: QuotableRequest
  readonly requestHash: string
  readonly amountMc: number
  readonly breakdown: readonly QuoteLine[]
  readonly ttlMs: number
}

/** Writes a quote that holds for `ttlMs` by the database's clock. @returns when it ends. */
export async function insertQuote(tx: Tx, ctx: WorkspaceContext, quote: NewQuote): Promise<Date> {
  const { action, documentId, details } = quote.request
  const [row] = await tx.$queryRaw<{ expiresAt: Date }[]>`
    INSERT INTO quote (workspace_id, id, action, document_id, request, request_hash, amount_mc, breakdown, created_by,
                       expires_at)
    VALUES (${ctx.workspaceId}::uuid, ${quote.id}::uuid, ${action}::text, ${documentId}::uuid,
            ${JSON.stringify(details)}::jsonb, ${quote.requestHash}::text, ${quote.amountMc}::bigint,
            ${JSON.stringify(quote.breakdown)}::jsonb, ${ctx.userId}::uuid,
            now() + make_interval(secs => ${quote.ttlMs}::float8 / 1000))
    RETURNING expires_at AS "expiresAt"`
  if (!row) throw new Error('A quote was not written.')
  return row.expiresAt
}

export interface QuoteRow {
  requestHash: string
  amountMc: number
  reservationId: string | null
  hasExpired: boolean
}

/** The quote, locked until the transaction ends; null when the workspace has none of that id. */
export async function lockQuote(tx: Tx, workspaceId: string, id: string): Promise<QuoteRow | null> {
  const [row] = await tx.$queryRaw<(Omit<QuoteRow, 'amountMc'> & { amountMc: bigint })[]>`
    SELECT request_hash AS "requestHash", amount_mc AS "amountMc", reservation_id AS "reservationId",
           expires_at <= now() AS "hasExpired"
    FROM quote WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid FOR UPDATE`
  return row ? { ...row, amountMc: Number(row.amountMc) } : null
}

/** Notes which reservation runs under the quote; the row is locked by the caller. */
export async function bindQuote(
  tx: Tx,
  key: { workspaceId: string; id: string },
  reservationId: string,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE quote SET reservation_id = ${reservationId}::uuid, used_at = now()
    WHERE workspace_id = ${key.workspaceId}::uuid AND id = ${key.id}::uuid AND reservation_id IS NULL`
}
