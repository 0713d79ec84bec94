import type { WorkspaceContext } from '#lib/auth/context.ts'
import { assertMaySpend, getAccount } from '#lib/billing/account.ts'
import { toCredits } from '#lib/billing/plans.ts'
import { rollAndSum } from '#lib/billing/reserve.ts'
import type { Quote } from '#lib/billing/schema.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { hashRequest, type QuotableRequest, type QuoteLine } from './quote.ts'
import { insertQuote } from './quote-repository.ts'

/** How long a price that was told holds. */
const QUOTE_TTL_MS = 15 * 60 * 1000

/** A request with the price that whoever does the work has found for it. */
export interface PricedRequest extends QuotableRequest {
  readonly amountMc: number
  readonly breakdown: readonly QuoteLine[]
}

/**
 * Tells a price and holds it for a quarter of an hour. Nothing is reserved: `enough` is about this moment.
 *
 * @throws AppError payment_required, billing_hold
 */
export async function createQuote(tx: Tx, ctx: WorkspaceContext, priced: PricedRequest): Promise<Quote> {
  const account = await getAccount(tx, ctx.workspaceId)
  assertMaySpend(ctx, account)
  const { availableMc } = await rollAndSum(tx, ctx.workspaceId, account)
  const { amountMc, breakdown } = priced
  const id = createId()
  const requestHash = hashRequest(priced)
  const expiresAt = await insertQuote(tx, ctx, {
    id,
    request: priced,
    requestHash,
    amountMc,
    breakdown,
    ttlMs: QUOTE_TTL_MS,
  })
  return {
    id,
    action: priced.action,
    credits: toCredits(amountMc),
    breakdown: breakdown.map(({ label, quantity, unitMc, amountMc: lineMc }) => ({
      label,
      quantity,
      unitCredits: toCredits(unitMc),
      credits: toCredits(lineMc),
    })),
    remaining: toCredits(availableMc),
    remainingAfter: toCredits(Math.max(0, availableMc - amountMc)),
    enough: amountMc <= availableMc,
    expiresAt: expiresAt.toISOString(),
  }
}
