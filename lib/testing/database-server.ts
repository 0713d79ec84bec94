// The same database tests on a PostgreSQL server: TEST_DATABASE_URL names a superuser of a cluster that is for tests
// alone (roles and their passwords are set). Every file gets a database of its own, made from a migrated template.
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { migrate, readMigrations } from '#lib/platform/db/migrate.ts'

const OWNER = 'footnote_test_owner'
const PASSWORD = 'footnote-test'
const STALE_MS = 6 * 60 * 60 * 1000
/** Of several test runs that start at once, one makes the template. */
const LOCK_KEY = 5_230_917

export interface ServerDatabase {
  port: number
  appUrl: string
  /** As on a real server: owns the database and its tables, and is no superuser. */
  ownerUrl: string
  superuserUrl: string
  pid(): undefined
  stop(): Promise<void>
}

/** A login role like footnote_app, which a test may change without the others noticing. */
export interface TestLogin {
  name: string
  url: string
  remove(): Promise<void>
}

/** @returns the name of the migrated template; made when migrations have changed. */
export function ensureServerTemplate(url: string): Promise<string> {
  const name = `footnote_template_${migrationsKey()}`
  return withAdmin(url, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [LOCK_KEY])
    await dropStale(admin)
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount) return name
    const draft = `footnote_test_${Date.now()}_draft`
    await admin.query(`CREATE DATABASE ${draft}`)
    await withAdmin(toUrl(url, draft), provision)
    await migrate(toUrl(url, draft, OWNER))
    await admin.query(`ALTER DATABASE ${draft} RENAME TO ${name}`)
    return name
  })
}

/** A copy of `template`, gone after `stop`. */
export async function createServerDatabase(url: string, template: string): Promise<ServerDatabase> {
  const name = `footnote_test_${Date.now()}_${randomUUID().slice(0, 8)}`
  await withAdmin(url, (admin) => admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${OWNER}`))
  return {
    port: Number(new URL(url).port || 5432),
    appUrl: toUrl(url, name, 'footnote_app'),
    ownerUrl: toUrl(url, name, OWNER),
    superuserUrl: toUrl(url, name),
    pid: () => undefined,
    stop: async () => {
      await withAdmin(url, (admin) => admin.query(`DROP DATABASE ${name} WITH (FORCE)`))
    },
  }
}

/** Roles belong to the whole cluster, so changes of footnote_app would be felt by the tests that run beside. */
export async function createServerLogin(database: ServerDatabase): Promise<TestLogin> {
  const name = `footnote_test_login_${randomUUID().slice(0, 8)}`
  const run = (sql: string) => withAdmin(database.superuserUrl, (admin) => admin.query(sql))
  await run(`CREATE ROLE ${name} LOGIN NOINHERIT PASSWORD '${PASSWORD}'`)
  await run(`GRANT app_user, app_platform TO ${name}`)
  const url = new URL(database.appUrl)
  url.username = name
  return {
    name,
    url: url.href,
    remove: async () => {
      await run(`REASSIGN OWNED BY ${name} TO ${OWNER}`)
      await run(`DROP ROLE ${name}`)
    },
  }
}

/** Ends every connection to the database, as a server does that goes down and comes back. */
export async function cutServerConnections({ superuserUrl, appUrl }: ServerDatabase): Promise<void> {
  await withAdmin(superuserUrl, (admin) =>
    admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
      [new URL(appUrl).pathname.slice(1)],
    ),
  )
}

/** Changes with what a migrated database holds. */
export function migrationsKey(): string {
  const hash = createHash('sha256')
  for (const { name, checksum } of readMigrations()) hash.update(`${name} ${checksum}\n`)
  return hash.digest('hex').slice(0, 16)
}

/** Runs scripts/db-provision.sql as psql would. */
async function provision(admin: pg.Client): Promise<void> {
  const { rowCount } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [OWNER])
  if (!rowCount) await admin.query(`CREATE ROLE ${OWNER} LOGIN`)
  await admin.query(`ALTER ROLE ${OWNER} PASSWORD '${PASSWORD}'`)
  const script = readFileSync('scripts/db-provision.sql', 'utf8')
    .replace(/:'?app_password'?/g, `'${PASSWORD}'`)
    .replace(/:'owner'/g, `'${OWNER}'`)
  for (const statement of script.split(/\n\n|\\gexec/)) {
    if (!/\S/.test(statement)) continue
    if (!/^\s*SELECT format\(/.test(statement)) await admin.query(statement)
    else for (const { format } of (await admin.query(statement)).rows) await admin.query(format)
  }
}

/** What killed runs left behind. */
async function dropStale(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname ~ '^footnote_test_[0-9]+_'`,
  )
  for (const { name } of rows) {
    const isOld = Date.now() - Number(name.split('_')[2]) > STALE_MS
    if (isOld) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }
}

function toUrl(base: string, database: string, user?: string): string {
  const url = new URL(base)
  url.pathname = `/${database}`
  if (user) Object.assign(url, { username: user, password: PASSWORD })
  return url.href
}

async function withAdmin<T>(url: string, fn: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    return await fn(admin)
  } finally {
    await admin.end()
  }
}
