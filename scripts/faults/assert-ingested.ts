import { vi } from 'vitest'
import { ownerQuery } from '#lib/testing/database.ts'

const JOB_ENDS_MS = 30_000
const POLL_MS = 100

interface Counts {
  status: string
  pageCount: number
  pages: number
  chunks: number
  nextOrdinal: number
  lexical: number
  stat: number
  indexed: number
  wrongDf: number
  stockDocuments: number
  liveDocuments: number
  stockPages: number
  heldPages: number
  openJobs: number
}

/**
 * What a crash must not leave behind: pages, passages or index rows that are missing or there twice, counts that differ
 * from what they count, a job that nobody ends.
 */
export async function assertIngested(workspaceId: string, versionId: string): Promise<void> {
  // The queue hears of the end of a job after the document does.
  await vi.waitFor(() => assertWhole(workspaceId, versionId), { timeout: JOB_ENDS_MS, interval: POLL_MS })
}

async function assertWhole(workspaceId: string, versionId: string): Promise<void> {
  const [counts] = await ownerQuery<Counts & Record<string, unknown>>(COUNTS, [workspaceId, versionId])
  if (!counts) throw new Error('the version is gone')
  const { status, pageCount, pages, chunks, nextOrdinal, lexical, stat, indexed, wrongDf, openJobs } = counts
  const { stockDocuments, liveDocuments, stockPages, heldPages } = counts
  const holds =
    status === 'ready' &&
    pages === pageCount &&
    chunks > 0 &&
    chunks === nextOrdinal &&
    chunks === lexical &&
    stat === indexed &&
    wrongDf === 0 &&
    stockDocuments === liveDocuments &&
    stockPages === heldPages &&
    openJobs === 0
  if (!holds) throw new Error(`the document is not whole: ${JSON.stringify(counts)}`)
}

/** All passages of a version in one value: equal for two versions read from the same bytes. */
export async function passagesOf(versionId: string): Promise<string> {
  const [row] = await ownerQuery<{ digest: string }>(
    `SELECT md5(string_agg(concat_ws('|', ordinal, page_start, char_start, page_end, char_end, text), E'\n' ORDER BY ordinal)) AS digest
     FROM chunk WHERE version_id = $1`,
    [versionId],
  )
  return row?.digest ?? ''
}

const COUNTS = `
  SELECT v.status, v.page_count AS "pageCount",
    (SELECT count(*)::int FROM document_page p WHERE p.version_id = v.id) AS pages,
    (SELECT count(*)::int FROM chunk c WHERE c.version_id = v.id) AS chunks,
    (SELECT coalesce(max(ordinal) + 1, 0) FROM chunk c WHERE c.version_id = v.id) AS "nextOrdinal",
    (SELECT count(*)::int FROM chunk_lexical l WHERE l.version_id = v.id) AS lexical,
    (SELECT chunks FROM lexical_stat s WHERE s.workspace_id = v.workspace_id) AS stat,
    (SELECT count(*)::int FROM chunk_lexical l WHERE l.workspace_id = v.workspace_id) AS indexed,
    (SELECT count(*)::int FROM lexical_df d
      WHERE d.workspace_id = v.workspace_id
        AND d.df > (SELECT count(*) FROM chunk_lexical l WHERE l.workspace_id = v.workspace_id)) AS "wrongDf",
    (SELECT value::int FROM workspace_stock s WHERE s.workspace_id = v.workspace_id AND key = 'documents') AS "stockDocuments",
    (SELECT count(*)::int FROM document d WHERE d.workspace_id = v.workspace_id AND trashed_at IS NULL) AS "liveDocuments",
    (SELECT value::int FROM workspace_stock s WHERE s.workspace_id = v.workspace_id AND key = 'pages') AS "stockPages",
    (SELECT coalesce(sum(w.page_count), 0)::int FROM document_version w WHERE w.workspace_id = v.workspace_id
      AND EXISTS (SELECT 1 FROM document d WHERE d.workspace_id = w.workspace_id AND d.version_id = w.id AND d.trashed_at IS NULL)) AS "heldPages",
    (SELECT count(*)::int FROM pgboss.job j
      WHERE j.name = 'ingest' AND j.data->>'versionId' = v.id::text AND j.state IN ('created', 'retry', 'active')) AS "openJobs"
  FROM document_version v WHERE v.workspace_id = $1 AND v.id = $2`
