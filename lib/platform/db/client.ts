import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { env } from '#lib/platform/env.ts'
import { log } from '#lib/platform/log.ts'
import { processState } from '#lib/platform/process-state.ts'
import { PrismaClient } from './generated/client.ts'
import { assertOutsideDoor } from './guard.ts'

/**
 * TimeZone: adapter-pg drops offsets in both directions, another zone would store wrong instants that read back right.
 * The limits hold on a server; the embedded gateway ignores them and has its own idle limit.
 */
const SESSION_OPTIONS =
  '-c TimeZone=UTC -c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=15000'
const TRANSACTION_TIMEOUT_MS = 10_000
/** How long a door waits for its turn. On the embedded database everybody waits in one line. */
const MAX_WAIT_MS = { server: 5_000, embedded: 10_000 }

interface Database {
  pool: pg.Pool
  prisma: PrismaClient
}

/** Refuses to lend a connection inside a door. */
class GuardedPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>
  override connect(callback: Parameters<pg.Pool['connect']>[0]): void
  override connect(callback?: Parameters<pg.Pool['connect']>[0]): Promise<pg.PoolClient> | undefined {
    assertOutsideDoor('A second database connection was asked for')
    if (!callback) return super.connect()
    super.connect(callback)
    return undefined
  }
}

/** The ORM's root client: for the doors only. */
export function rootClient(): PrismaClient {
  return database().prisma
}

/**
 * The process's connections, on the bare login role: it sees no table of the product. For the queue and the rate
 * limiter, which have tables of their own; throws when used inside a door.
 */
export function rawPool(): pg.Pool {
  return database().pool
}

/** Connection settings of this process, for clients that must be their own (LISTEN, pg-boss). */
export function connectionConfig(applicationName: string): pg.ClientConfig {
  const { databaseUrl, databaseKind } = env()
  return {
    connectionString: databaseUrl,
    options: SESSION_OPTIONS,
    application_name: applicationName,
    connectionTimeoutMillis: MAX_WAIT_MS[databaseKind],
  }
}

/** Ends all connections; the next use opens new ones. For shutdown and tests. */
export async function closeDatabase(): Promise<void> {
  const { pool, prisma } = database()
  await prisma.$disconnect()
  await pool.end()
  holder().current = null
}

function database(): Database {
  const state = holder()
  state.current ??= openDatabase()
  return state.current
}

function holder(): { current: Database | null } {
  return processState('db', () => ({ current: null }))
}

function openDatabase(): Database {
  const { databaseKind, databasePoolMax } = env()
  const pool = new GuardedPool({ ...connectionConfig('footnote'), max: databasePoolMax })
  // An idle connection that breaks is replaced by the pool at the next use.
  pool.on('error', ({ message }) => log.warn({ reason: message }, 'an idle database connection was lost'))
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: MAX_WAIT_MS[databaseKind], timeout: TRANSACTION_TIMEOUT_MS },
  })
  return { pool, prisma }
}
