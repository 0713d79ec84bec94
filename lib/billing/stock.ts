import type { WorkspaceContext } from '#lib/auth/context.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import { assertMaySpend, getAccount } from './account.ts'
import { limitReached } from './problems.ts'
import { addStock, findStock, type StockKey } from './stock-repository.ts'
import { noteCrossing } from './usage-crossing.ts'

export type { StockKey }

/**
 * Takes room for `delta` documents, pages or seats, in the transaction that makes them; a negative delta gives it back.
 * Room is counted and taken by one statement under the row's lock, which the transaction keeps until it ends.
 *
 * @throws AppError limit_reached when the plan has no room for all of `delta`; payment_required, billing_hold.
 *   Giving back never fails: deleting always works.
 */
export async function takeStock(tx: Tx, ctx: WorkspaceContext, key: StockKey, delta: number): Promise<void> {
  if (delta === 0) return
  if (delta < 0) {
    await addStock(tx, { workspaceId: ctx.workspaceId, key, delta, limit: null })
    return
  }
  const account = await getAccount(tx, ctx.workspaceId)
  assertMaySpend(ctx, account)
  const limit = account.limits[key]
  const sum = await addStock(tx, { workspaceId: ctx.workspaceId, key, delta, limit })
  if (sum !== null) {
    if (key !== 'seats')
      await noteCrossing(tx, ctx.workspaceId, { limitKey: key, used: sum, by: delta, limit })
    return
  }
  const used = await findStock(tx, ctx.workspaceId, key)
  throw limitReached(ctx, account, { limitKey: key, limit: limit ?? 0, used, requested: delta })
}

/**
 * Asks early whether `delta` would fit, before bytes are taken in; it holds nothing. `takeStock` decides again.
 *
 * @throws AppError limit_reached, payment_required, billing_hold
 */
export async function requireStockRoom(
  tx: Tx,
  ctx: WorkspaceContext,
  key: StockKey,
  delta: number,
): Promise<void> {
  const account = await getAccount(tx, ctx.workspaceId)
  assertMaySpend(ctx, account)
  const limit = account.limits[key]
  const used = await findStock(tx, ctx.workspaceId, key)
  if (limit !== null && used + delta > limit) {
    throw limitReached(ctx, account, { limitKey: key, limit, used, requested: delta })
  }
}

/** How many the plan holds; null = no limit. */
export async function findStockLimit(tx: Tx, workspaceId: string, key: StockKey): Promise<number | null> {
  return (await getAccount(tx, workspaceId)).limits[key]
}

/**
 * Whether one document may have that many pages.
 *
 * @throws AppError limit_reached with limitKey "pagesPerDocument".
 */
export async function requirePagesPerDocument(tx: Tx, ctx: WorkspaceContext, pages: number): Promise<void> {
  const account = await getAccount(tx, ctx.workspaceId)
  const limit = account.limits.pagesPerDocument
  if (limit === null || pages <= limit) return
  throw limitReached(ctx, account, { limitKey: 'pagesPerDocument', limit, used: 0, requested: pages })
}
