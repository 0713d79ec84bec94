// Starts the owner process and keeps one running on the same port.
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { loadCredentials } from './credentials.ts'

const FIRST_BACKOFF_MS = 50
const MAX_BACKOFF_MS = 2_000
const STOP_TIMEOUT_MS = 10_000

export interface EmbeddedDatabaseOptions {
  /** Holds pg/, the passwords and the lock; made when missing. */
  dataDir: string
  /** Told about restarts; the default says nothing. */
  onRestart?: (event: { exitCode: number | null; signal: string | null; delayMs: number }) => void
  /** Called once when the owner cannot be started again. */
  onGiveUp?: (error: Error) => void
}

export interface EmbeddedDatabase {
  port: number
  /** DATABASE_URL of the app: the login role footnote_app. */
  appUrl: string
  /** DATABASE_MIGRATION_URL: the owner of the tables. */
  ownerUrl: string
  /** The pid of the owner process that runs now. */
  pid(): number | undefined
  /** Closes the database cleanly. */
  stop(): Promise<void>
}

interface ReadyMessage {
  type: 'ready'
  port: number
}

/**
 * Starts the embedded database and resolves when it accepts connections. When its process dies, another one takes over
 * on the same port after 50 ms, doubling to 2 s: clients see lost connections, never another address.
 *
 * @throws Error with the owner's name when another process owns the directory.
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const supervisor = new Supervisor(options)
  const port = await supervisor.start()
  const { postgres, footnote_app } = loadCredentials(options.dataDir)
  return {
    port,
    appUrl: `postgresql://footnote_app:${footnote_app}@127.0.0.1:${port}/postgres`,
    ownerUrl: `postgresql://postgres:${postgres}@127.0.0.1:${port}/postgres`,
    pid: () => supervisor.pid,
    stop: () => supervisor.stop(),
  }
}

class Supervisor {
  readonly #options: EmbeddedDatabaseOptions
  #child: ChildProcess | null = null
  #port = 0
  #backoffMs = FIRST_BACKOFF_MS
  #isStopping = false
  #restartTimer: NodeJS.Timeout | undefined

  constructor(options: EmbeddedDatabaseOptions) {
    this.#options = options
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  async start(): Promise<number> {
    this.#port = await this.#spawn()
    return this.#port
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    clearTimeout(this.#restartTimer)
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill('SIGTERM')
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await exited
    clearTimeout(force)
  }

  #spawn(): Promise<number> {
    const child = spawn(
      process.execPath,
      [ownerFile(), path.resolve(this.#options.dataDir), String(this.#port)],
      {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    )
    this.#child = child
    return new Promise((resolve, reject) => {
      let refusal = 'the embedded database did not start'
      let isReady = false
      child.on('message', (message) => {
        if (isReadyMessage(message)) {
          isReady = true
          this.#backoffMs = FIRST_BACKOFF_MS
          resolve(message.port)
        } else if (isRefusal(message)) refusal = message.message
      })
      child.once('error', reject)
      child.once('exit', (exitCode, signal) => {
        if (!isReady) reject(new Error(refusal))
        if (isReady && !this.#isStopping) this.#scheduleRestart(exitCode, signal)
      })
    })
  }

  #scheduleRestart(exitCode: number | null, signal: string | null): void {
    const delayMs = this.#backoffMs
    this.#backoffMs = Math.min(MAX_BACKOFF_MS, this.#backoffMs * 2)
    this.#options.onRestart?.({ exitCode, signal, delayMs })
    this.#restartTimer = setTimeout(() => {
      if (this.#isStopping) return
      this.#spawn().catch((error: unknown) => this.#onFailedRestart(error))
    }, delayMs)
  }

  #onFailedRestart(error: unknown): void {
    if (this.#isStopping) return
    const failure = error instanceof Error ? error : new Error(String(error))
    if (/is in use by/.test(failure.message)) this.#options.onGiveUp?.(failure)
    else this.#scheduleRestart(null, null)
  }
}

function ownerFile(): string {
  return path.join(import.meta.dirname, 'owner.ts')
}

function isReadyMessage(message: unknown): message is ReadyMessage {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready'
}

function isRefusal(message: unknown): message is { type: 'refused'; message: string } {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'refused'
}
