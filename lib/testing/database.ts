import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { closeDatabase, closeListener } from '#lib/platform/db/index.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '#lib/platform/embedded-db/supervisor.ts'
import { processState } from '#lib/platform/process-state.ts'
import { createServerDatabase, createServerLogin, type TestLogin } from './database-server.ts'
import { copyDatabaseTemplate } from './database-template.ts'

export interface TestDatabase extends EmbeddedDatabase {
  dataDir: string
  kind: 'embedded' | 'server'
  /** The same as the owner of the tables in the embedded database. */
  superuserUrl: string
}

interface State {
  database: TestDatabase | null
  ownerPool: pg.Pool | null
}

export interface ChildRun {
  pid: number
  /** Lines of standard output, as they come. */
  lines: string[]
  kill(signal: NodeJS.Signals): void
  /** Resolves when the process has ended, however it did. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>
}

/** The database of this test file: a copy of the migrated template with an owner process of its own. */
export function testDatabase(): TestDatabase {
  const { database } = state()
  if (!database) throw new Error('no test database: name the file *.db.test.ts')
  return database
}

/** Rows as the owner of the tables sees them: no row-level security. For arranging and for looking at the outcome. */
export async function ownerQuery<Row extends pg.QueryResultRow>(
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const current = state()
  current.ownerPool ??= createPool({ user: 'owner', max: 2 })
  return (await current.ownerPool.query<Row>(sql, values)).rows
}

/** A pool of its own, for races over separate connections. End it. */
export function createPool({
  user = 'app',
  max = 4,
}: {
  user?: 'app' | 'owner'
  max?: number
} = {}): pg.Pool {
  const { appUrl, ownerUrl } = testDatabase()
  const pool = new pg.Pool({ connectionString: user === 'app' ? appUrl : ownerUrl, max })
  pool.on('error', () => undefined)
  return pool
}

/** Runs `fn` on one more connection, apart from the app's pool. */
export async function withSecondConnection<T>(
  fn: (client: pg.Client) => Promise<T>,
  user: 'app' | 'owner' = 'app',
): Promise<T> {
  const { appUrl, ownerUrl } = testDatabase()
  const client = new pg.Client({ connectionString: user === 'app' ? appUrl : ownerUrl })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}

/** Changes roles, which only a superuser may. */
export async function superuserQuery(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: testDatabase().superuserUrl })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

/** The app's login role, for tests that change it: one that nobody else uses. Remove it. */
export async function createTestLogin(): Promise<TestLogin> {
  const { kind, appUrl, ...database } = testDatabase()
  if (kind === 'server') return createServerLogin({ ...database, appUrl, pid: () => undefined })
  return { name: 'footnote_app', url: appUrl, remove: async () => {} }
}

/**
 * Runs a TypeScript file in a process of its own against this file's database, for races between processes and for
 * crashes by SIGKILL.
 * @param file relative to the project's root.
 */
export function runInProcess(file: string, args: string[] = []): ChildRun {
  const child = spawn(process.execPath, ['--conditions=react-server', path.resolve(file), ...args], {
    env: process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    lines.splice(0, lines.length, ...stdout.split('\n').filter(Boolean))
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return {
    pid: child.pid ?? -1,
    lines,
    kill: (signal) => child.kill(signal),
    exited: new Promise((resolve) =>
      child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr })),
    ),
  }
}

/** Called by database-setup.ts. The embedded database, or the server of TEST_DATABASE_URL. */
export async function startTestDatabase(template: string): Promise<void> {
  const dataDir = path.resolve('.data/test', `run-${process.pid}-${randomUUID().slice(0, 8)}`)
  const serverUrl = process.env.TEST_DATABASE_URL
  const database = serverUrl
    ? await createServerDatabase(serverUrl, template)
    : await startCopy(template, path.join(dataDir, 'db'))
  const kind = serverUrl ? 'server' : 'embedded'
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  state().database = { ...database, dataDir, kind }
  process.env.DATABASE_URL = database.appUrl
  process.env.FOOTNOTE_DATABASE_KIND = kind
  process.env.FOOTNOTE_DATA_DIR = dataDir
  // Small, so that connections are reused between tenants all the time.
  process.env.DATABASE_POOL_MAX = '4'
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString('base64')
}

async function startCopy(template: string, dataDir: string) {
  copyDatabaseTemplate(template, dataDir)
  const database = await startEmbeddedDatabase({ dataDir })
  return { ...database, superuserUrl: database.ownerUrl }
}

/** Lets `ownerQuery` and what is built on it look into the database of a running stack; null lets go of it. */
export async function attachTestDatabase(database: TestDatabase | null): Promise<void> {
  const { ownerPool } = state()
  Object.assign(state(), { database, ownerPool: null })
  await ownerPool?.end()
}

export async function stopTestDatabase(): Promise<void> {
  const { database, ownerPool } = state()
  await closeListener()
  await closeDatabase()
  await ownerPool?.end()
  await database?.stop()
  if (database) rmSync(database.dataDir, { recursive: true, force: true })
  Object.assign(state(), { database: null, ownerPool: null })
}

function state(): State {
  return processState('testing.database', () => ({ database: null, ownerPool: null }))
}
