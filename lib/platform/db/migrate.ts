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

interface AppliedMigration {
  migration_name: string
  checksum: string
  finished_at: Date | null
  rolled_back_at: Date | null
}

/**
 * Brings the database at `url` to the newest migration; several runners at once apply each migration once.
 *
 * @param url of the owner of the tables, never of the app's login role.
 * @returns the names that were applied now, in order.
 * @throws Error when an earlier migration failed half-way, when one fails now, or when an applied file was edited.
 */
export async function migrate(url: string, directory = defaultDirectory()): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'footnote-migrate' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY])
    return await applyPending(client, readMigrations(directory))
  } finally {
    // Ending the session gives the lock back on a server; the embedded database shares one session, so say it.
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK_KEY]).catch(() => undefined)
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

async function applyPending(client: pg.Client, migrations: Migration[]): Promise<string[]> {
  await client.query(MIGRATIONS_TABLE)
  const { rows } = await client.query<AppliedMigration>(
    'SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations',
  )
  const remembered = rows.filter((row) => row.rolled_back_at === null)
  const failed = remembered.find((row) => row.finished_at === null)
  if (failed) {
    throw new Error(
      `Migration ${failed.migration_name} failed half-way earlier. Repair the database by hand, then set finished_at or rolled_back_at of its row in _prisma_migrations.`,
    )
  }

  const checksums = new Map(remembered.map((row) => [row.migration_name, row.checksum]))
  const applied: string[] = []
  for (const migration of migrations) {
    const checksum = checksums.get(migration.name)
    if (checksum === undefined) {
      await apply(client, migration)
      applied.push(migration.name)
    } else if (checksum !== migration.checksum) {
      throw new Error(
        `Migration ${migration.name} was edited after it had been applied; write a new one instead.`,
      )
    }
  }
  return applied
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID()
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    checksum,
    name,
  ])
  try {
    await client.query(sql)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, reason])
    throw new Error(`Migration ${name} failed: ${reason}`, { cause: error })
  }
  await client.query(
    'UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1',
    [id],
  )
}

/** The working directory is the project's root for every process that we start. */
function defaultDirectory(): string {
  return path.resolve('prisma/migrations')
}
