// A database for one run: an embedded one in a temporary folder, or the server that the environment names.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { closeDatabase, withTenant } from '#lib/platform/db/index.ts'
import { migrate } from '#lib/platform/db/migrate.ts'
import { startEmbeddedDatabase } from '#lib/platform/embedded-db/supervisor.ts'
import { createId } from '#lib/platform/id.ts'
import { indexChunks } from '#lib/retrieval/index.ts'

/** As long as a part of a document that is indexed in one go. */
const PART = 17

export interface BenchDatabase {
  kind: 'embedded' | 'server'
  version: string
  owner: pg.Pool
  stop(): Promise<void>
}

export interface BenchContext {
  workspaceId: string
  userId: null
}

export interface LoadedChunk {
  key: string
  title: string
  text: string
  /** Where the chunk stands in the text of its document. */
  start: number
}

export interface LoadedDocument {
  name: string
  text: string
  chunks: LoadedChunk[]
}

export interface LoadedCorpus extends BenchContext {
  versionIds: string[]
  /** Key of the data set by chunk id, and the document's version. */
  keys: Map<string, string>
  titles: Map<string, string>
  /** Chunks a second through chunk rows, vectors and statistics. */
  indexedPerSecond: number
}

export async function openBenchDatabase(kind: 'embedded' | 'server'): Promise<BenchDatabase> {
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString('base64')
  process.env.LOG_LEVEL ??= 'silent'
  const opened = kind === 'embedded' ? await startEmbedded() : readServer()
  process.env.DATABASE_URL = opened.appUrl
  process.env.FOOTNOTE_DATABASE_KIND = kind
  await migrate(opened.ownerUrl)
  const owner = new pg.Pool({ connectionString: opened.ownerUrl, max: 1 })
  const { rows } = await owner.query<{ version: string; vector: string }>(
    "SELECT current_setting('server_version') AS version, extversion AS vector FROM pg_extension WHERE extname = 'vector'",
  )
  return {
    kind,
    version: `PostgreSQL ${rows[0]?.version}, pgvector ${rows[0]?.vector}`,
    owner,
    stop: async () => {
      await closeDatabase()
      await owner.end()
      await opened.stop()
    },
  }
}

async function startEmbedded() {
  const folder = mkdtempSync(path.join(tmpdir(), 'footnote-bench-'))
  const database = await startEmbeddedDatabase({ dataDir: folder })
  process.env.FOOTNOTE_DATA_DIR = folder
  return {
    appUrl: database.appUrl,
    ownerUrl: database.ownerUrl,
    stop: async () => {
      await database.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function readServer() {
  const { DATABASE_URL: appUrl, DATABASE_MIGRATION_URL: ownerUrl } = process.env
  if (!appUrl || !ownerUrl)
    throw new Error('Set DATABASE_URL (app) and DATABASE_MIGRATION_URL (owner), or use --database embedded.')
  return { appUrl, ownerUrl, stop: () => Promise.resolve() }
}

/** Puts documents into a workspace of their own, the way ingestion does: chunks and index rows in one transaction. */
export async function loadCorpus(
  database: BenchDatabase,
  documents: readonly LoadedDocument[],
): Promise<LoadedCorpus> {
  const workspaceId = createId()
  await database.owner.query('INSERT INTO workspace (id, slug, name) VALUES ($1, $2, $3)', [
    workspaceId,
    `bench-${workspaceId}`,
    'Bench',
  ])
  const corpus: LoadedCorpus = {
    workspaceId,
    userId: null,
    versionIds: [],
    keys: new Map(),
    titles: new Map(),
    indexedPerSecond: 0,
  }
  let ms = 0
  for (const document of documents) {
    const versionId = await insertDocument(database, workspaceId, document)
    corpus.versionIds.push(versionId)
    for (let at = 0; at < document.chunks.length; at += PART) {
      const rows = document.chunks
        .slice(at, at + PART)
        .map((chunk, index) => ({ ...chunk, id: createId(), ordinal: at + index }))
      for (const { id, key, title } of rows) {
        corpus.keys.set(id, key)
        corpus.titles.set(id, title)
      }
      ms += await insertPart(corpus, versionId, rows)
    }
  }
  corpus.indexedPerSecond = (corpus.keys.size / ms) * 1000
  await database.owner.query('VACUUM ANALYZE')
  return corpus
}

async function insertPart(
  ctx: BenchContext,
  versionId: string,
  rows: (LoadedChunk & { id: string; ordinal: number })[],
) {
  const startedAt = performance.now()
  const { workspaceId } = ctx
  await withTenant(ctx, async (tx) => {
    await tx.chunk.createMany({
      data: rows.map(({ id, ordinal, text, start }) => ({
        workspaceId,
        id,
        versionId,
        ordinal,
        headingPath: [],
        text,
        tokenCount: Math.ceil(text.length / 4),
        pageStart: 1,
        charStart: start,
        pageEnd: 1,
        charEnd: start + text.length,
      })),
    })
    await indexChunks(tx, workspaceId, versionId, rows)
  })
  return performance.now() - startedAt
}

async function insertDocument({ owner }: BenchDatabase, workspaceId: string, { name, text }: LoadedDocument) {
  const versionId = createId()
  await owner.query(
    `INSERT INTO document_version (workspace_id, id, sha256, media_type, size_bytes, pipeline_version, settings_hash, status)
     VALUES ($1, $2, $3, 'text/plain', $4, 1, 'bench', 'ready')`,
    [workspaceId, versionId, versionId, text.length],
  )
  await owner.query('INSERT INTO document (workspace_id, id, name, version_id) VALUES ($1, $2, $3, $4)', [
    workspaceId,
    createId(),
    name,
    versionId,
  ])
  await owner.query(
    "INSERT INTO document_page (workspace_id, version_id, number, text, width, height, source) VALUES ($1, $2, 1, $3, 0, 0, 'layer')",
    [workspaceId, versionId, text],
  )
  return versionId
}

/** Documents of chunks that came without offsets: their texts one after another. */
export function joinChunks(
  corpus: readonly { id: string; doc: string; title: string; text: string }[],
): LoadedDocument[] {
  const documents = new Map<string, LoadedDocument>()
  for (const { id, doc, title, text } of corpus) {
    const document = documents.get(doc) ?? { name: title, text: '', chunks: [] }
    if (document.text !== '') document.text += '\n\n'
    document.chunks.push({ key: id, title, text, start: document.text.length })
    document.text += text
    documents.set(doc, document)
  }
  return [...documents.values()]
}

/** Documents of passages made of sentences of others, for timing at a size. */
export function mixDocuments(
  texts: readonly string[],
  chunks: number,
  perDocument: number,
): LoadedDocument[] {
  const pieces = texts.flatMap((text) => text.match(/.{1,270}(?:\s|$)/gsu) ?? [])
  let seed = 12345
  const pick = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return pieces[seed % pieces.length] ?? ''
  }
  const mixed = Array.from({ length: chunks }, (_, at) => ({
    id: `mixed-${at}`,
    doc: `mixed-${Math.floor(at / perDocument)}`,
    title: `mixed ${Math.floor(at / perDocument)}`,
    text: [pick(), pick(), pick()].join(''),
  }))
  return joinChunks(mixed)
}
