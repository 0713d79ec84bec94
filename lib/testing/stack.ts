// A whole product of a test's own, started as people start it, for crashes and restarts that nobody else may feel. Its
// database is the embedded one, or with TEST_DATABASE_URL one of its own on that server.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'
import { attachTestDatabase, type TestDatabase } from './database.ts'
import { cutServerConnections } from './database-server.ts'
import { gone, isAlive } from './processes.ts'
import {
  describeDatabase,
  openServerDatabase,
  readOwner,
  readReady,
  removeServerDatabase,
  type StackProcess,
} from './stack-state.ts'

const READY_MS = 90_000
const POLL_MS = 50
/** What the test runner sets for itself, and what points to the stack that all tests share. */
const NOT_INHERITED =
  /^(VITEST|TEST_|BASE_URL$|NODE_ENV$|NODE_OPTIONS$|DATABASE_|FOOTNOTE_|NEXTAUTH_|APP_URL$|PORT$|HOST$|LOG_LEVEL$)/

export interface TestStack {
  readonly url: string
  readonly dataDir: string
  /** What one more web or worker process needs to join in. */
  readonly environment: Record<string, string | undefined>
  /** All that run; the database is a process of ours only when it is embedded. */
  readonly processes: readonly StackProcess[]
  /** The process that runs as `name` now. */
  pid(name: StackProcess): number
  /** SIGKILL by pid. @returns the pid that was killed, when it is gone. */
  kill(name: StackProcess): Promise<number>
  /** Waits until another process than `previous` does its work. */
  replaced(name: StackProcess, previous: number): Promise<number>
  /** Embedded: SIGKILL of its owner, and another one is there. On a server: all connections are cut. */
  crashDatabase(): Promise<void>
  /** As Ctrl-C does. @returns how the launcher ended. */
  interrupt(): Promise<Ended>
  /** Stops it and removes its folder and database. */
  remove(): Promise<void>
  readonly exited: Promise<Ended>
}

export interface Ended {
  code: number | null
  /** Standard output and error. */
  output: string
  seconds: number
}

/** A new, empty folder for a stack. */
export function makeDataDir(): string {
  return mkdtempSync(path.join(tmpdir(), 'footnote-stack-'))
}

/** Starts the launcher on `dataDir` and answers when it has ended by itself: for starts that must fail. */
export function runLauncher(dataDir: string, env: Record<string, string> = {}) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['scripts/launch.mjs', 'start'], {
    env: { ...cleanEnvironment(), NODE_ENV: 'production', FOOTNOTE_DATA_DIR: dataDir, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const exited = new Promise<Ended>((resolve) =>
    child.once('close', (code) => resolve({ code, output, seconds: (performance.now() - startedAt) / 1000 })),
  )
  return { child, exited, output: () => output }
}

function cleanEnvironment(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name))
  return Object.fromEntries(kept)
}

/**
 * Starts a stack and points `ownerQuery`, the factories and `request` of this file at it. Works in a file of its own
 * only, since the database client of a process keeps its first address.
 */
export async function startTestStack(
  dataDir = makeDataDir(),
  env: Record<string, string> = {},
): Promise<TestStack> {
  const server = await openServerDatabase(dataDir)
  const { child, exited, output } = runLauncher(dataDir, {
    ...(server && { DATABASE_URL: server.appUrl, DATABASE_MIGRATION_URL: server.ownerUrl }),
    ...env,
  })
  const launched = child.pid
  await vi.waitFor(
    () => {
      if (child.exitCode !== null) throw new Error(`the stack did not start: ${output()}`)
      if (!isAlive(readReady(dataDir).pids.launcher)) throw new Error('not ready yet')
    },
    { timeout: READY_MS, interval: POLL_MS },
  )
  const { url } = readReady(dataDir)
  const pid = (name: StackProcess) =>
    name === 'database' ? readOwner(dataDir) : readReady(dataDir).pids[name]
  const database = describeDatabase(dataDir, server)
  await pointTestsAt(url, database)
  const replaced = (name: StackProcess, previous: number) =>
    vi.waitFor(
      () => {
        const now = pid(name)
        if (now === previous || !isAlive(now)) throw new Error(`the ${name} process is still away`)
        return now
      },
      { timeout: READY_MS, interval: POLL_MS },
    )
  const kill = async (name: StackProcess) => {
    const target = pid(name)
    process.kill(target, 'SIGKILL')
    await gone([target])
    return target
  }
  const interrupt = () => {
    if (launched && child.exitCode === null) process.kill(launched, 'SIGINT')
    return exited
  }
  return {
    url,
    dataDir,
    environment: {
      ...cleanEnvironment(),
      NODE_ENV: 'production',
      ...env,
      APP_URL: url,
      FOOTNOTE_DATA_DIR: dataDir,
      DATABASE_URL: database.appUrl,
      FOOTNOTE_DATABASE_KIND: database.kind,
    },
    processes: server ? ['launcher', 'web', 'worker'] : ['launcher', 'web', 'worker', 'database'],
    pid,
    exited,
    kill,
    replaced,
    crashDatabase: async () => {
      if (server) await cutServerConnections(server)
      else await replaced('database', await kill('database'))
    },
    interrupt,
    remove: async () => {
      await interrupt()
      rmSync(dataDir, { recursive: true, force: true })
      await attachTestDatabase(null)
      await removeServerDatabase(dataDir)
    },
  }
}

async function pointTestsAt(url: string, database: TestDatabase): Promise<void> {
  Object.assign(process.env, {
    TEST_BASE_URL: url,
    DATABASE_URL: database.appUrl,
    FOOTNOTE_DATABASE_KIND: database.kind,
    FOOTNOTE_DATA_DIR: database.dataDir,
  })
  await attachTestDatabase(database)
}
