import { spawn } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** Limits of one child. The figures and how they were found: docs/benchmarks.md, "Limits of the parser". */
export const JAIL_LIMITS = {
  /** V8's own heap. It does not hold ArrayBuffers, hence the two below. */
  heapMegabytes: 384,
  /** RLIMIT_DATA; Node 24 fails at random with 0.7 GB. */
  dataKilobytes: 1_200_000,
  /** RLIMIT_CPU, user and system together. */
  cpuSeconds: 120,
  rssBytes: 512 * 1024 * 1024,
  wallMs: 30_000,
  wallMsPerPage: 100,
  maxWallMs: 180_000,
} as const

const WATCH_INTERVAL_MS = 50
const STDERR_KEPT = 4000
const ROOT = path.resolve(import.meta.dirname, '../../..')
const ENTRY = path.join(import.meta.dirname, 'child/main.ts')

/**
 * Sets the limits, then becomes node. The reader in the background holds the other end of a pipe that only the
 * parent writes to: when the parent is gone, however it died, it ends the whole group.
 */
const WRAPPER = `ulimit -c 0; ulimit -t ${JAIL_LIMITS.cpuSeconds}
ulimit -d ${JAIL_LIMITS.dataKilobytes} 2>/dev/null || :
{ read -r _ <&3; kill -s KILL -- -$$; } >/dev/null 2>&1 &
exec "$@" 3<&-`

export interface JailedProcess {
  pid: number
  stdout: Readable
  /** Set when we ended it, by which limit. */
  readonly endedBy: 'timeout' | 'memory' | 'stopped' | null
  /** Last words of the child, for the log. */
  readonly stderr: string
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Time allowed from the start on. */
  allow(wallMs: number): void
  end(reason: 'timeout' | 'memory' | 'stopped'): void
}

/**
 * Starts the parser's child on one file: it may read its own code, node_modules and that file, start nothing, and
 * use no more than JAIL_LIMITS.
 */
export function startJail(inputPath: string, args: readonly string[]): JailedProcess {
  const input = realpathSync(inputPath)
  const node = [
    process.execPath,
    ...nodeOptions(input),
    ENTRY,
    ...args.map((arg) => (arg === inputPath ? input : arg)),
  ]
  const hasShell = process.platform !== 'win32'
  const [command = '', ...rest] = hasShell ? ['/bin/sh', '-c', WRAPPER, 'parser', ...node] : node
  const child = spawn(command, rest, {
    cwd: ROOT,
    detached: hasShell,
    // Nothing of ours: the child must not inherit secrets. Next's types ask for NODE_ENV.
    env: { NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  return new Jail(child)
}

function nodeOptions(input: string): string[] {
  const readable = [
    path.join(ROOT, 'node_modules'),
    realpathSync(path.join(ROOT, 'node_modules')),
    path.join(ROOT, 'package.json'),
    path.join(ROOT, 'lib/ingestion'),
    path.join(ROOT, 'lib/documents'),
    path.join(ROOT, 'lib/platform/http/schema.ts'),
    input,
  ]
  return [
    '--permission',
    ...new Set(readable.map((target) => `--allow-fs-read=${target}`)),
    `--max-old-space-size=${JAIL_LIMITS.heapMegabytes}`,
    '--disable-warning=ExperimentalWarning',
  ]
}

class Jail implements JailedProcess {
  readonly pid: number
  readonly stdout: Readable
  readonly exited: JailedProcess['exited']
  endedBy: JailedProcess['endedBy'] = null
  stderr = ''
  readonly #startedAt = performance.now()
  #wallMs: number = JAIL_LIMITS.wallMs
  #isOver = false

  constructor(child: ReturnType<typeof spawn>) {
    const { stdout, stderr } = child
    if (!stdout || !stderr) throw new Error('the child has no pipes')
    this.pid = child.pid ?? 0
    this.stdout = stdout
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-STDERR_KEPT)
    })
    const lifeline = child.stdio[3] as Writable | null
    lifeline?.on('error', () => {})
    const watch = setInterval(() => this.#watch(), WATCH_INTERVAL_MS)
    const release = () => {
      this.#isOver = true
      clearInterval(watch)
      // The reader at its other end goes too; only then are all pipes closed.
      lifeline?.destroy()
    }
    child.once('exit', release).once('error', release)
    this.exited = new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => resolve({ code, signal }))
    })
    this.exited.catch(() => {})
  }

  allow(wallMs: number): void {
    this.#wallMs = wallMs
  }

  end(reason: 'timeout' | 'memory' | 'stopped'): void {
    // The number may belong to somebody else by then.
    if (this.#isOver) return
    this.endedBy ??= reason
    try {
      process.kill(process.platform === 'win32' ? this.pid : -this.pid, 'SIGKILL')
    } catch {
      // Already gone.
    }
  }

  #watch(): void {
    if (performance.now() - this.#startedAt > this.#wallMs) this.end('timeout')
    else if (residentBytes(this.pid) > JAIL_LIMITS.rssBytes) this.end('memory')
  }
}

/** Resident memory of a process; 0 where /proc does not tell (then the heap and data limits hold alone). */
function residentBytes(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    return Number(kilobytes ?? 0) * 1024
  } catch {
    return 0
  }
}
