// Applies prisma/migrations as `prisma migrate deploy` does: same table, same checksums, same advisory lock, so that
// either may be used on the same database. Runs in plain Node before anything is generated or built.
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'

const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`
/** The key that Prisma's schema engine locks. */
const LOCK_KEY = 72707369

interface Migration {
  name: string
  sql: string
  checksum: string
}

interface MigrationRow {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

/**
 * Brings the database at `url` to the newest migration; several runners at once apply each migration once. Each
 * migration is one transaction: a failed one leaves nothing behind, and the next run tries it again.
 *
 * @param url of the owner of the tables, never of the app's login role.
 * @returns the names that were applied now, in order.
 * @throws Error when a migration fails, when `prisma migrate` left a failed one, or when an applied file was edited.
 */
export async function migrate(url: string, directory = defaultDirectory()): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'footnote-migrate' })
  await client.connect()
  try {
    await underLock(client, () => client.query(MIGRATIONS_TABLE))
    const applied: string[] = []
    for (const migration of readMigrations(directory)) {
      if (await underLock(client, () => applyOnce(client, migration))) applied.push(migration.name)
    }
    return applied
  } finally {
    await client.end()
  }
}

/** All migrations of the folder in order, with the checksums that the database remembers. */
export function readMigrations(directory = defaultDirectory()): Migration[] {
  return readdirSync(directory)
    .sort()
    .map((name) => ({ name, file: path.join(directory, name, 'migration.sql') }))
    .filter(({ file }) => existsSync(file))
    .map(({ name, file }) => {
      const sql = readFileSync(file, 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/** A lock of the transaction, not of the session: the embedded database gives one session to all its clients. */
async function underLock<T>(client: pg.Client, fn: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY])
    const result = await fn()
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** Whether it was applied now; false when it had been before. */
async function applyOnce(client: pg.Client, { name, sql, checksum }: Migration): Promise<boolean> {
  const { rows } = await client.query<MigrationRow>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE migration_name = $1 AND rolled_back_at IS NULL',
    [name],
  )
  const [row] = rows
  if (row?.finished_at === null) {
    throw new Error(
      `Migration ${name} failed half-way earlier. Repair the database by hand, then set finished_at or rolled_back_at of its row in _prisma_migrations.`,
    )
  }
  if (row && row.checksum !== checksum) {
    throw new Error(`Migration ${name} was edited after it had been applied. Restore it and write a new one.`)
  }
  if (row) return false

  await client.query(sql).catch((error: unknown) => {
    throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  })
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), now(), 1)`,
    [randomUUID(), checksum, name],
  )
  return true
}

/** The working directory is the project's root for every process that we start. */
function defaultDirectory(): string {
  return path.resolve('prisma/migrations')
}
