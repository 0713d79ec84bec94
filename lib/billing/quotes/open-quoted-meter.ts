import type { WorkspaceContext } from '#lib/auth/context.ts'
import { getAccount } from '#lib/billing/account.ts'
import { findReservationByKey } from '#lib/billing/ledger-repository.ts'
import type { MeterSpec } from '#lib/billing/meter.ts'
import { type OpenedMeter, openMeterIn } from '#lib/billing/metered.ts'
import { quotaExceeded } from '#lib/billing/problems.ts'
import { rollAndSum } from '#lib/billing/reserve.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { hashRequest, type QuotableRequest } from './quote.ts'
import { bindQuote, lockQuote } from './quote-repository.ts'

/** What is to be run, at the price of this moment, under the quote that the person has agreed to. */
export interface QuotedSpec extends Pick<MeterSpec, 'idempotencyKey' | 'ttlMs' | 'refType' | 'refId'> {
  readonly request: QuotableRequest
  /** The price now, in mc. It may have risen or fallen since: the lower of it and the quote is held. */
  readonly priceMc: number
  /** Needed for whatever costs something. */
  readonly quoteId?: string | undefined
}

/** The hash under which the operation is repeated: the same request under the same quote. */
export function toRequestHash({ request, quoteId }: Pick<QuotedSpec, 'request' | 'quoteId'>): string {
  return `${hashRequest(request)}:${quoteId ?? ''}`
}

/** Whether an operation was opened before under its key; ask before looking at a state that it may have changed. */
export async function wasOpened(
  tx: Tx,
  workspaceId: string,
  spec: Pick<QuotedSpec, 'request' | 'quoteId' | 'idempotencyKey'>,
): Promise<boolean> {
  const row = await findReservationByKey(tx, workspaceId, spec.idempotencyKey)
  if (row === null) return false
  if (row.requestHash === toRequestHash(spec)) return true
  throw new AppError(
    'idempotency_key_reused',
    'This Idempotency-Key was used for another request. Use a new key for a new request.',
  )
}

/**
 * The gate for what is priced by quote: holds the lower of quote and price of the day, and binds the quote to this one
 * reservation, in the caller's transaction.
 *
 * @throws AppError not_found (no such quote here), expired, invalid (it was told for something else, or is missing),
 *   conflict (it was used before), and whatever `openMeterIn` throws.
 */
export async function openQuotedMeterIn(
  tx: Tx,
  ctx: WorkspaceContext,
  spec: QuotedSpec,
): Promise<OpenedMeter> {
  const { quoteId, request, priceMc, ...rest } = spec
  if (quoteId === undefined && priceMc > 0) await demandQuote(tx, ctx, priceMc)
  const amountMc = quoteId === undefined ? priceMc : Math.min(priceMc, await claim(tx, ctx, quoteId, request))
  const opened = await openMeterIn(tx, ctx, {
    ...rest,
    action: request.action,
    amountMc,
    requestHash: toRequestHash(spec),
    ...(quoteId === undefined ? {} : { quoteId }),
    ...(request.documentId === null ? {} : { documentId: request.documentId }),
  })
  if (opened.kind === 'open' && quoteId !== undefined)
    await bindQuote(tx, { workspaceId: ctx.workspaceId, id: quoteId }, opened.meter.reservation.id)
  return opened
}

/** Nobody spends without having seen the price; who could not pay it is told that first. */
async function demandQuote(tx: Tx, ctx: WorkspaceContext, priceMc: number): Promise<never> {
  const account = await getAccount(tx, ctx.workspaceId)
  const balance = await rollAndSum(tx, ctx.workspaceId, account)
  if (balance.availableMc < priceMc) throw quotaExceeded(ctx, account, balance, priceMc)
  throw new AppError(
    'invalid',
    'This costs credits. Ask for its price with POST /api/quotes, then send the id of the quote as quoteId.',
    { errors: [{ pointer: '/quoteId', detail: 'is needed' }] },
  )
}

/** @returns what was quoted, in mc. */
async function claim(
  tx: Tx,
  ctx: WorkspaceContext,
  quoteId: string,
  request: QuotableRequest,
): Promise<number> {
  const quote = await lockQuote(tx, ctx.workspaceId, quoteId)
  if (!quote) throw new AppError('not_found', 'There is no such quote here. Ask for a new one.')
  if (quote.requestHash !== hashRequest(request)) {
    throw new AppError('invalid', 'This price was told for something else. Ask for a new one.', {
      errors: [{ pointer: '/quoteId', detail: 'belongs to another request' }],
    })
  }
  if (quote.reservationId !== null)
    throw new AppError('conflict', 'This quote has been used. Ask for a new one.')
  if (quote.hasExpired) throw new AppError('expired', 'This price has expired. Ask for a new one.')
  return quote.amountMc
}
