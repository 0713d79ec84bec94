// Vitest's global set-up of the database tests: one migrated data directory, of which every file gets a copy.
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '#lib/platform/db/migrate.ts'
import { startEmbeddedDatabase } from '#lib/platform/embedded-db/supervisor.ts'
import { ensureServerTemplate, migrationsKey } from './database-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseTemplate: string
  }
}

const TEST_DIR = path.resolve('.data/test')
const STALE_MS = 6 * 60 * 60 * 1000

export default async function setUp(project: TestProject): Promise<void> {
  mkdirSync(TEST_DIR, { recursive: true, mode: 0o700 })
  removeStale()
  const serverUrl = process.env.TEST_DATABASE_URL
  const template = serverUrl ? await ensureServerTemplate(serverUrl) : await ensureDatabaseTemplate()
  project.provide('databaseTemplate', template)
}

/** The migrated template; built when migrations or PGlite changed. Safe when several test runs start at once. */
export async function ensureDatabaseTemplate(): Promise<string> {
  const template = path.join(TEST_DIR, `template-${templateKey()}`)
  if (existsSync(template)) return template
  const draft = path.join(TEST_DIR, `draft-${process.pid}-${Date.now()}`)
  const database = await startEmbeddedDatabase({ dataDir: draft })
  try {
    await migrate(database.ownerUrl)
  } finally {
    await database.stop()
  }
  try {
    renameSync(draft, template)
  } catch (error) {
    if (!existsSync(template)) throw error
    rmSync(draft, { recursive: true, force: true })
  }
  return template
}

/** A data directory of its own, ready to start. */
export function copyDatabaseTemplate(template: string, target: string): void {
  cpSync(template, target, { recursive: true })
}

function templateKey(): string {
  const hash = createHash('sha256').update(migrationsKey())
  for (const name of ['pglite', 'pglite-pgvector']) {
    hash.update(readFileSync(path.resolve(`node_modules/@electric-sql/${name}/package.json`)))
  }
  return hash.digest('hex').slice(0, 16)
}

/** What killed runs left behind, and templates of older migrations. */
function removeStale(): void {
  for (const name of readdirSync(TEST_DIR)) {
    const entry = path.join(TEST_DIR, name)
    const isOld = Date.now() - (statSync(entry, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > STALE_MS
    if (isOld && !entry.endsWith(templateKey())) rmSync(entry, { recursive: true, force: true })
  }
}
