import type { Tx } from '#lib/platform/db/index.ts'

export const STOCK_KEYS = ['documents', 'pages', 'seats'] as const
export type StockKey = (typeof STOCK_KEYS)[number]

/** Adds `delta` where the sum stays within `limit` (null = none), never below 0. @returns the sum; null where it did not fit. */
export async function addStock(
  tx: Tx,
  stock: { workspaceId: string; key: StockKey; delta: number; limit: number | null },
): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ value: bigint }[]>`
    UPDATE workspace_stock SET value = greatest(value + ${stock.delta}::bigint, 0)
    WHERE workspace_id = ${stock.workspaceId}::uuid AND key = ${stock.key}
      AND (${stock.limit}::bigint IS NULL OR value + ${stock.delta}::bigint <= ${stock.limit}::bigint)
    RETURNING value`
  return row ? Number(row.value) : null
}

export async function findStock(tx: Tx, workspaceId: string, key: StockKey): Promise<number> {
  return (await listStock(tx, workspaceId))[key]
}

export async function listStock(tx: Tx, workspaceId: string): Promise<Record<StockKey, number>> {
  const rows = await tx.workspaceStock.findMany({ where: { workspaceId } })
  const value = (key: StockKey) => Number(rows.find((row) => row.key === key)?.value ?? 0)
  return { documents: value('documents'), pages: value('pages'), seats: value('seats') }
}
