// Speaks PostgreSQL's wire protocol on a loopback port in front of one PGlite.
import net from 'node:net'
import type { PGlite } from '@electric-sql/pglite'
import { Connection } from './connection.ts'
import { buildInt32, buildMessage, type Reply } from './protocol.ts'
import { type SessionStats, SharedSession } from './shared-session.ts'

const REPORTED_PARAMETERS = [
  'server_version',
  'server_encoding',
  'client_encoding',
  'DateStyle',
  'TimeZone',
  'integer_datetimes',
  'standard_conforming_strings',
  'IntervalStyle',
]

export interface GatewayOptions {
  db: PGlite
  /** Login name to password. */
  passwords: ReadonlyMap<string, string>
  /** 0 lets the system choose. */
  port?: number
  idleInTransactionMs?: number
  maxConnections?: number
  onCrash?: (error: unknown) => void
}

export interface Gateway {
  port: number
  stats: Readonly<SessionStats>
  isIdle(): boolean
  /** Runs SQL as the owner of the database in its turn between the clients. */
  run(sql: string): Promise<Reply>
  /** Ends all connections; open transactions are rolled back. */
  stop(): Promise<void>
}

/** Starts to listen on 127.0.0.1. The only process that talks to `db` from now on is this gateway. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { db, passwords, port = 0, idleInTransactionMs = 12_000, maxConnections = 200 } = options
  const session = new SharedSession({
    db,
    idleInTransactionMs,
    onCrash: options.onCrash ?? (() => undefined),
  })
  const greeting = await buildGreeting(db)
  const connections = new Set<Connection>()
  let nextId = 1

  const server = net.createServer((socket) => {
    const connection = new Connection({
      id: nextId++,
      socket,
      session,
      passwords,
      greeting,
      isFull: () => connections.size > maxConnections,
      broadcast: (notification) => {
        for (const other of connections) other.notify(notification)
      },
      onClose: () => connections.delete(connection),
    })
    connections.add(connection)
  })
  await listen(server, port)

  return {
    port: getPort(server),
    stats: session.stats,
    isIdle: () => session.isIdle,
    run: (sql) => session.run(sql),
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const connection of connections) connection.destroy()
      await closed
      session.stop()
    },
  }
}

async function buildGreeting(db: PGlite): Promise<Buffer> {
  const parts = [buildMessage('R', buildInt32(0))]
  for (const name of REPORTED_PARAMETERS) {
    const { rows } = await db.query<Record<string, string>>(`SHOW ${name}`)
    parts.push(buildMessage('S', `${name}\0${Object.values(rows[0] ?? {})[0] ?? ''}\0`))
  }
  return Buffer.concat(parts)
}

function listen(server: net.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

function getPort(server: net.Server): number {
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('the gateway has no port')
  return address.port
}
