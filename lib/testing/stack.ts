// A whole product of a test's own, started as people start it, for crashes and restarts that nobody else may feel.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'
import { loadCredentials } from '#lib/platform/embedded-db/credentials.ts'
import { attachTestDatabase } from './database.ts'

const READY_MS = 90_000
const GONE_MS = 25_000
const POLL_MS = 50
/** What the test runner sets for itself, and what points to the stack that all tests share. */
const NOT_INHERITED =
  /^(VITEST|NODE_ENV$|NODE_OPTIONS$|DATABASE_|FOOTNOTE_|NEXTAUTH_|APP_URL$|PORT$|HOST$|LOG_LEVEL$)/

export type StackProcess = 'launcher' | 'web' | 'worker' | 'database'

export interface TestStack {
  readonly url: string
  readonly dataDir: string
  /** The process that runs as `name` now. */
  pid(name: StackProcess): number
  /** SIGKILL by pid. @returns the pid that was killed, when it is gone. */
  kill(name: StackProcess): Promise<number>
  /** Waits until another process than `previous` does its work. */
  replaced(name: StackProcess, previous: number): Promise<number>
  /** As Ctrl-C does. @returns how the launcher ended. */
  interrupt(): Promise<Ended>
  readonly exited: Promise<Ended>
}

export interface Ended {
  code: number | null
  /** Standard output and error. */
  output: string
  seconds: number
}

interface Ready {
  url: string
  port: number
  databaseUrl: string
  pids: Record<StackProcess, number>
}

/** A new, empty folder for a stack. */
export function makeDataDir(): string {
  return mkdtempSync(path.join(tmpdir(), 'footnote-stack-'))
}

/** Starts the launcher on `dataDir` and answers when it has ended by itself: for starts that must fail. */
export function runLauncher(dataDir: string, env: Record<string, string> = {}) {
  const startedAt = performance.now()
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name))
  const child = spawn(process.execPath, ['scripts/launch.mjs', 'start'], {
    env: {
      ...Object.fromEntries(inherited),
      NODE_ENV: 'production',
      FOOTNOTE_DATA_DIR: dataDir,
      PORT: '0',
      ...env,
    },
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

/**
 * Starts a stack and points `ownerQuery`, the factories and `request` of this file at it. Works in a file of its own
 * only, since the database client of a process keeps its first address.
 */
export async function startTestStack(
  dataDir = makeDataDir(),
  env: Record<string, string> = {},
): Promise<TestStack> {
  const { child, exited, output } = runLauncher(dataDir, env)
  const launched = child.pid
  await vi.waitFor(
    () => {
      if (child.exitCode !== null) throw new Error(`the stack did not start: ${output()}`)
      if (!isAlive(readReady(dataDir).pids.launcher)) throw new Error('not ready yet')
    },
    { timeout: READY_MS, interval: POLL_MS },
  )
  const { url, databaseUrl } = readReady(dataDir)
  const pid = (name: StackProcess) =>
    name === 'database' ? readOwner(dataDir) : readReady(dataDir).pids[name]
  await pointTestsAt({ url, databaseUrl, dataDir, pid: () => pid('database') })
  return {
    url,
    dataDir,
    pid,
    exited,
    kill: async (name) => {
      const target = pid(name)
      process.kill(target, 'SIGKILL')
      await gone([target])
      return target
    },
    replaced: (name, previous) =>
      vi.waitFor(
        () => {
          const now = pid(name)
          if (now === previous || !isAlive(now)) throw new Error(`the ${name} process is still away`)
          return now
        },
        { timeout: READY_MS, interval: POLL_MS },
      ),
    interrupt: () => {
      if (launched && child.exitCode === null) process.kill(launched, 'SIGINT')
      return exited
    },
  }
}

/** Waits until none of these processes is there any more. */
export async function gone(pids: readonly number[]): Promise<void> {
  await vi.waitFor(
    () => {
      const left = pids.filter(isAlive)
      if (left.length > 0) throw new Error(`still running: ${left.join(', ')}`)
    },
    { timeout: GONE_MS, interval: POLL_MS },
  )
}

/** The first running process started by `parent`, or by one of its own, whose command line holds `text`. */
export function findChild(parent: number, text: string): number | null {
  for (const child of childrenOf(parent)) {
    if (isAlive(child) && readProc(child, 'cmdline').includes(text)) return child
    const deeper = findChild(child, text)
    if (deeper) return deeper
  }
  return null
}

function childrenOf(pid: number): number[] {
  return readProc(pid, `task/${pid}/children`).split(' ').filter(Boolean).map(Number)
}

/** Zombies are gone: they only wait for their parent to look. */
function isAlive(pid: number): boolean {
  const state = /^State:\s+(\w)/m.exec(readProc(pid, 'status'))?.[1]
  return state !== undefined && state !== 'Z' && state !== 'X'
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

function readReady(dataDir: string): Ready {
  return JSON.parse(readFileSync(path.join(dataDir, 'ready.json'), 'utf8'))
}

/** The database is started again by its own supervisor, which leaves word here. */
function readOwner(dataDir: string): number {
  return JSON.parse(readFileSync(path.join(dataDir, 'owner.json'), 'utf8')).pid
}

async function pointTestsAt(stack: {
  url: string
  databaseUrl: string
  dataDir: string
  pid: () => number
}): Promise<void> {
  const { url, databaseUrl, dataDir, pid } = stack
  Object.assign(process.env, {
    TEST_BASE_URL: url,
    DATABASE_URL: databaseUrl,
    FOOTNOTE_DATABASE_KIND: 'embedded',
    FOOTNOTE_DATA_DIR: dataDir,
  })
  const { hostname, port } = new URL(databaseUrl)
  const ownerUrl = `postgresql://postgres:${loadCredentials(dataDir).postgres}@${hostname}:${port}/postgres`
  await attachTestDatabase({
    kind: 'embedded',
    port: Number(port),
    appUrl: databaseUrl,
    ownerUrl,
    dataDir,
    pid,
    stop: async () => {},
  })
}
