import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const MAX_LOG_BYTES = 10_000_000
const locks: DatabaseSync[] = []

/** Where this installation keeps everything: absolute, made when missing, readable by its owner only. */
export function openDataDir(): string {
  const dataDir = path.resolve(process.env.FOOTNOTE_DATA_DIR || '.data')
  mkdirSync(path.join(dataDir, 'logs'), { recursive: true, mode: 0o700 })
  chmodSync(dataDir, 0o700)
  return dataDir
}

/**
 * Makes this launcher the only one on `dataDir`. The lock is an open SQLite transaction, so the operating system gives it
 * back however this process ends.
 *
 * @throws Error with advice when another launcher runs.
 */
export function lockDataDir(dataDir: string): void {
  const lock = new DatabaseSync(path.join(dataDir, 'launcher.lock'))
  try {
    lock.exec('PRAGMA busy_timeout = 500; BEGIN EXCLUSIVE')
  } catch {
    lock.close()
    throw new Error(
      `Footnote is already running on ${dataDir}${describeRunning(dataDir)}.\n` +
        'Use that one, stop it with Ctrl-C, or give this one a folder of its own: FOOTNOTE_DATA_DIR=.data-2 npm start',
    )
  }
  locks.push(lock)
}

/** A secret that is made once and kept; for machines where nobody set one. */
export function readOrCreateSecret(dataDir: string): string {
  const file = path.join(dataDir, 'secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

/** An open file that a child process writes its log to. */
export function openLog(dataDir: string, name: string): number {
  const file = path.join(dataDir, 'logs', `${name}.log`)
  if (existsSync(file) && statSync(file).size > MAX_LOG_BYTES) rmSync(file)
  return openSync(file, 'a', 0o600)
}

function describeRunning(dataDir: string): string {
  try {
    const { url, pids } = JSON.parse(readFileSync(path.join(dataDir, 'ready.json'), 'utf8'))
    return ` (${url}, process ${pids.launcher})`
  } catch {
    return ''
  }
}
