import type { Tx } from '#lib/platform/db/index.ts'
import { RANKED_CANDIDATES, WORD_CANDIDATES } from './parameters.ts'
import type { RankedChunk } from './rerank.ts'
import type { TermStatistics } from './weights.ts'

export interface ChunkRow {
  chunkId: string
  versionId: string
  ordinal: number
  headingPath: string[]
  text: string
  pageStart: number
  charStart: number
  pageEnd: number
  charEnd: number
}

/** A chunk with its score; `words` is the part of it that comes from whole words. */
export interface ScoredChunk extends RankedChunk {
  words: number
}

/** What a scan may see and what it looks for. Literals are `sparsevec`, see sparse.ts. */
export interface ScanQuery {
  workspaceId: string
  versionIds: string[]
  words: string
  grams: string
}

/** N and df of the workspace for the given dimensions. */
export async function readStatistics(
  tx: Tx,
  workspaceId: string,
  dimensions: number[],
): Promise<TermStatistics> {
  const stat = await tx.$queryRaw<{ chunks: number }[]>`
    SELECT chunks FROM lexical_stat WHERE workspace_id = ${workspaceId}::uuid`
  const rows = await tx.$queryRaw<{ term: number; df: number }[]>`
    SELECT term, df FROM lexical_df WHERE workspace_id = ${workspaceId}::uuid AND term = ANY (${dimensions}::int[])`
  return { chunks: stat[0]?.chunks ?? 0, df: new Map(rows.map(({ term, df }) => [term, df])) }
}

/**
 * Two stages: words over every chunk in scope, then grams over the best 200 of them only. Each distance is written
 * once: in SELECT and again in ORDER BY it would be computed twice.
 *
 * @returns at most 100, best first, ties by chunk id.
 */
export function scanTwoStage(tx: Tx, query: ScanQuery): Promise<ScoredChunk[]> {
  return tx.$queryRaw<ScoredChunk[]>`
    WITH candidate AS MATERIALIZED (
      SELECT chunk_id, words <#> ${query.words}::sparsevec AS distance FROM chunk_lexical
      WHERE workspace_id = ${query.workspaceId}::uuid AND version_id = ANY (${query.versionIds}::uuid[])
      ORDER BY 2, 1 LIMIT ${WORD_CANDIDATES}::int)
    SELECT c.chunk_id AS "chunkId", -c.distance AS words, -(c.distance + (l.grams <#> ${query.grams}::sparsevec)) AS score
    FROM candidate c JOIN chunk_lexical l ON l.workspace_id = ${query.workspaceId}::uuid AND l.chunk_id = c.chunk_id
    ORDER BY 3 DESC, 1 LIMIT ${RANKED_CANDIDATES}::int`
}

/** Words and grams over every chunk in scope: what the two stages approximate. Best first, ties by chunk id. */
export function scanFully(tx: Tx, query: ScanQuery): Promise<ScoredChunk[]> {
  return tx.$queryRaw<ScoredChunk[]>`
    WITH scored AS MATERIALIZED (
      SELECT chunk_id, words <#> ${query.words}::sparsevec AS w, grams <#> ${query.grams}::sparsevec AS g
      FROM chunk_lexical
      WHERE workspace_id = ${query.workspaceId}::uuid AND version_id = ANY (${query.versionIds}::uuid[]))
    SELECT chunk_id AS "chunkId", -w AS words, -(w + g) AS score FROM scored
    ORDER BY 3 DESC, 1 LIMIT ${RANKED_CANDIDATES}::int`
}

/** The scores of named chunks, in no order. */
export function scoreChunks(tx: Tx, query: ScanQuery, chunkIds: string[]): Promise<ScoredChunk[]> {
  return tx.$queryRaw<ScoredChunk[]>`
    WITH scored AS MATERIALIZED (
      SELECT chunk_id, words <#> ${query.words}::sparsevec AS w, grams <#> ${query.grams}::sparsevec AS g
      FROM chunk_lexical
      WHERE workspace_id = ${query.workspaceId}::uuid AND version_id = ANY (${query.versionIds}::uuid[])
        AND chunk_id = ANY (${chunkIds}::uuid[]))
    SELECT chunk_id AS "chunkId", -w AS words, -(w + g) AS score FROM scored`
}

/** How many indexed chunks the versions have. */
export async function countChunks(tx: Tx, workspaceId: string, versionIds: string[]): Promise<number> {
  const rows = await tx.$queryRaw<{ chunks: number }[]>`
    SELECT count(*)::int AS chunks FROM chunk_lexical
    WHERE workspace_id = ${workspaceId}::uuid AND version_id = ANY (${versionIds}::uuid[])`
  return rows[0]?.chunks ?? 0
}

/** Chunks whose text holds `phrase`, upper and lower case alike; in order of id. */
export async function findChunksWith(
  tx: Tx,
  scope: { workspaceId: string; versionIds: string[] },
  phrase: string,
  limit: number,
) {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM chunk WHERE workspace_id = ${scope.workspaceId}::uuid
      AND version_id = ANY (${scope.versionIds}::uuid[]) AND strpos(lower(text), lower(${phrase}::text)) > 0
    ORDER BY id LIMIT ${limit}::int`
  return rows.map(({ id }) => id)
}

/** Chunks by id, in no order. */
export function loadChunks(tx: Tx, workspaceId: string, chunkIds: string[]): Promise<ChunkRow[]> {
  return tx.$queryRaw<ChunkRow[]>`
    SELECT id AS "chunkId", version_id AS "versionId", ordinal, heading_path AS "headingPath", text,
      page_start AS "pageStart", char_start AS "charStart", page_end AS "pageEnd", char_end AS "charEnd"
    FROM chunk WHERE workspace_id = ${workspaceId}::uuid AND id = ANY (${chunkIds}::uuid[])`
}

/** The first indexed chunk of each version, in order of id: what is shown when a question names nothing. */
export function listOpeningChunks(
  tx: Tx,
  workspaceId: string,
  versionIds: string[],
  limit: number,
): Promise<ChunkRow[]> {
  return tx.$queryRaw<ChunkRow[]>`
    SELECT id AS "chunkId", version_id AS "versionId", ordinal, heading_path AS "headingPath", text,
      page_start AS "pageStart", char_start AS "charStart", page_end AS "pageEnd", char_end AS "charEnd"
    FROM chunk WHERE workspace_id = ${workspaceId}::uuid AND version_id = ANY (${versionIds}::uuid[]) AND ordinal = 0
    ORDER BY id LIMIT ${limit}::int`
}
