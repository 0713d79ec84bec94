import type { Tx } from '#lib/platform/db/index.ts'

/** A stock that is not what its recount says. */
export interface StockProblem {
  readonly key: 'documents' | 'pages'
  readonly stored: number
  readonly counted: number
}

/**
 * Counts the documents and pages of a workspace anew (stock.ts says what counts) and compares them with its stocks; empty
 * where they agree. One statement, so that nobody can add or delete between the two sides.
 */
export function findStockProblems(tx: Tx, workspaceId: string): Promise<StockProblem[]> {
  return tx.$queryRaw<StockProblem[]>`
    WITH live AS (
      SELECT v.id, v.stock_pages, v.status
      FROM document d JOIN document_version v ON v.workspace_id = d.workspace_id AND v.id = d.version_id
      WHERE d.workspace_id = ${workspaceId}::uuid AND d.trashed_at IS NULL
    ), counted (key, value) AS (
      SELECT 'documents', count(*) FROM live WHERE status <> 'failed'
      UNION ALL
      SELECT 'pages', coalesce(sum(stock_pages), 0) FROM (SELECT DISTINCT id, stock_pages FROM live) AS shown
    )
    SELECT c.key, coalesce(s.value, 0)::float8 AS stored, c.value::float8 AS counted
    FROM counted c
    LEFT JOIN workspace_stock s ON s.workspace_id = ${workspaceId}::uuid AND s.key = c.key
    WHERE coalesce(s.value, 0) <> c.value`
}
