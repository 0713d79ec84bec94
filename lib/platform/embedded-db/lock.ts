// Two processes on one PGlite directory lose data without an error, so one process owns it: it holds an exclusive
// SQLite transaction on a file beside the data. The operating system ends it with the process, however that dies;
// pid files were fooled by reused pids, and live sockets raced when several started at once.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const BUSY_TIMEOUT_MS = 800
const SQLITE_BUSY = 5
/** A handle that nothing refers to is closed by the garbage collector, and the lock is gone with it. */
const heldLocks = new Set<DatabaseSync>()

export interface OwnerInfo {
  pid: number
  startedAt: string
  port?: number
}

export interface OwnerLock {
  /** Tells the losers who holds the lock. */
  announce(info: OwnerInfo): void
  release(): void
}

/** Somebody else owns the directory. */
export class DataDirLockedError extends Error {
  readonly owner: OwnerInfo | null

  constructor(dataDir: string, owner: OwnerInfo | null) {
    const who = owner ? `process ${owner.pid}, started ${owner.startedAt}` : 'another process'
    super(
      `The embedded database in ${dataDir} is in use by ${who}. Stop that process (or the \`npm start\` that started it), or choose another folder with FOOTNOTE_DATA_DIR.`,
    )
    this.name = 'DataDirLockedError'
    this.owner = owner
  }
}

/**
 * Takes the lock for the life of this process; of several that try at once exactly one gets it.
 * @throws DataDirLockedError
 */
export function acquireOwnerLock(dataDir: string): OwnerLock {
  const infoFile = path.join(dataDir, 'owner.json')
  const lock = new DatabaseSync(path.join(dataDir, 'owner.lock'))
  try {
    lock.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; BEGIN EXCLUSIVE`)
  } catch (error) {
    lock.close()
    if (!isBusy(error)) throw error
    throw new DataDirLockedError(dataDir, readOwner(infoFile))
  }
  heldLocks.add(lock)
  const announce = (info: OwnerInfo) => writeFileSync(infoFile, JSON.stringify(info), { mode: 0o600 })
  announce({ pid: process.pid, startedAt: new Date().toISOString() })
  return {
    announce,
    release: () => {
      rmSync(infoFile, { force: true })
      heldLocks.delete(lock)
      lock.close()
    },
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}

function readOwner(file: string): OwnerInfo | null {
  try {
    const info: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isOwnerInfo(info) ? info : null
  } catch {
    return null
  }
}

function isOwnerInfo(value: unknown): value is OwnerInfo {
  return typeof value === 'object' && value !== null && 'pid' in value && 'startedAt' in value
}
