// The process that owns the embedded database: `node lib/platform/embedded-db/owner.ts DATA_DIR [PORT]`, started by
// supervisor.ts with an IPC channel. It says { type: 'ready', port } or { type: 'refused', message }, and ends when it
// gets SIGTERM or when its parent is gone.
import { chmodSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { loadCredentials } from './credentials.ts'
import { startGateway } from './gateway.ts'
import { acquireOwnerLock, DataDirLockedError, type OwnerLock } from './lock.ts'
import { scheduleMaintenance } from './maintenance.ts'

const EXIT_REFUSED = 3

// PGlite makes its files readable by everybody otherwise.
process.umask(0o077)
// From the first moment: a parent that dies during the start must not leave an owner behind.
process.on('disconnect', () => requestStop())
process.on('SIGTERM', () => requestStop())
process.on('SIGINT', () => requestStop())

let shutDown: (() => Promise<void>) | null = null
let isStopping = false

await main(process.argv[2], Number(process.argv[3] ?? 0))

async function main(dataDir: string | undefined, port: number): Promise<void> {
  if (!dataDir) throw new Error('usage: owner.ts DATA_DIR [PORT]')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  chmodSync(dataDir, 0o700)
  const lock = takeLock(dataDir)
  const startedAt = new Date().toISOString()
  const credentials = loadCredentials(dataDir)
  const db = await PGlite.create({ dataDir: path.join(dataDir, 'pg'), extensions: { vector } })
  const gateway = await startGateway({
    db,
    port,
    passwords: new Map(Object.entries(credentials)),
    onCrash: crash,
  })
  const stopMaintenance = scheduleMaintenance(gateway)
  lock.announce({ pid: process.pid, startedAt, port: gateway.port })

  shutDown = async () => {
    stopMaintenance()
    await gateway.stop()
    await db.close()
    lock.release()
  }
  if (isStopping) return stopNow()
  process.send?.({ type: 'ready', port: gateway.port })
}

function takeLock(dataDir: string): OwnerLock {
  try {
    return acquireOwnerLock(dataDir)
  } catch (error) {
    if (!(error instanceof DataDirLockedError)) throw error
    // The supervisor hands the message on; without one it goes to the terminal.
    if (process.send) process.send({ type: 'refused', message: error.message })
    else process.stderr.write(`${error.message}\n`)
    process.exit(EXIT_REFUSED)
  }
}

function requestStop(): void {
  if (isStopping) return
  isStopping = true
  if (shutDown) void stopNow()
}

async function stopNow(): Promise<void> {
  await shutDown?.()
  process.exit(0)
}

/** The supervisor starts a fresh process on the same port. */
function crash(error: unknown): void {
  process.stderr.write(
    `The embedded database failed: ${error instanceof Error ? error.stack : String(error)}\n`,
  )
  process.exit(1)
}
