import type { Tx } from '#lib/platform/db/index.ts'

/** Sparse literals of a chunk, see sparse.ts. */
export interface LexicalRow {
  chunkId: string
  words: string
  grams: string
}

/** Adds chunks to the index; those that are in it already stay as they are. @returns the ids that were added. */
export async function insertLexical(
  tx: Tx,
  workspaceId: string,
  versionId: string,
  rows: LexicalRow[],
): Promise<string[]> {
  const inserted = await tx.$queryRaw<{ chunkId: string }[]>`
    INSERT INTO chunk_lexical (workspace_id, chunk_id, version_id, words, grams)
    SELECT ${workspaceId}::uuid, id, ${versionId}::uuid, words::sparsevec, grams::sparsevec
    FROM unnest(${rows.map((row) => row.chunkId)}::uuid[], ${rows.map((row) => row.words)}::text[],
      ${rows.map((row) => row.grams)}::text[]) AS u (id, words, grams)
    ON CONFLICT (workspace_id, chunk_id) DO NOTHING
    RETURNING chunk_id AS "chunkId"`
  return inserted.map(({ chunkId }) => chunkId)
}

/** Takes up to `limit` chunks of a version out of the index. @returns their vectors as literals. */
export function deleteLexical(tx: Tx, workspaceId: string, versionId: string, limit: number) {
  return tx.$queryRaw<{ words: string; grams: string }[]>`
    DELETE FROM chunk_lexical WHERE workspace_id = ${workspaceId}::uuid AND chunk_id = ANY (ARRAY(
      SELECT chunk_id FROM chunk_lexical
      WHERE workspace_id = ${workspaceId}::uuid AND version_id = ${versionId}::uuid ORDER BY chunk_id LIMIT ${limit}::int))
    RETURNING words::text AS words, grams::text AS grams`
}

/** Adds to df, by dimension; negative to take away. Rows are written in ascending order, so two writers never deadlock. */
export async function addToDf(
  tx: Tx,
  workspaceId: string,
  changes: ReadonlyMap<number, number>,
): Promise<void> {
  const sorted = [...changes].sort(([a], [b]) => a - b)
  await tx.$executeRaw`
    INSERT INTO lexical_df (workspace_id, term, df)
    SELECT ${workspaceId}::uuid, term, change
    FROM unnest(${sorted.map(([term]) => term)}::int[], ${sorted.map(([, change]) => change)}::int[]) AS u (term, change)
    ORDER BY term
    ON CONFLICT (workspace_id, term) DO UPDATE SET df = lexical_df.df + EXCLUDED.df`
}

/** Drops the rows among `dimensions` that no chunk holds any more. */
export async function dropUnusedDf(tx: Tx, workspaceId: string, dimensions: number[]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM lexical_df
    WHERE workspace_id = ${workspaceId}::uuid AND term = ANY (${dimensions}::int[]) AND df <= 0`
}

/** Adds to N, the number of indexed chunks. */
export async function addToChunkCount(tx: Tx, workspaceId: string, change: number): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO lexical_stat (workspace_id, chunks) VALUES (${workspaceId}::uuid, ${change}::int)
    ON CONFLICT (workspace_id) DO UPDATE SET chunks = lexical_stat.chunks + EXCLUDED.chunks`
}
