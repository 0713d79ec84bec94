import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const GUARD = pathToFileURL(path.resolve('scripts/launcher/die-with-parent.mjs')).href
const running = new Set<ChildProcess>()

/** What no tool that we start may do: send usage reports, look for updates. */
const QUIET = {
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
}

/** Variables on top of ours; undefined takes one away. */
export type Environment = Record<string, string | undefined>

export interface NodeProcess {
  /** Flags of Node, the file, its arguments. */
  args: string[]
  env?: Environment
  cwd?: string
  /** Standard output and error: shown, or written to an open file. */
  output?: 'inherit' | number
}

/** Starts a Node process that ends when this one does. */
export function startNode({ args, env = {}, cwd, output = 'inherit' }: NodeProcess): ChildProcess {
  const options: SpawnOptions = {
    cwd,
    env: { ...process.env, ...env, ...QUIET, FOOTNOTE_LAUNCHER_PID: String(process.pid) },
    stdio: ['ignore', output, output, 'ipc'],
  }
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', `--import=${GUARD}`, ...args],
    options,
  )
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Runs a Node process to its end. @returns its exit code; 1 when a signal ended it. */
export function runNode(args: string[], env: Environment = {}): Promise<number> {
  const child = startNode({ args, env })
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

/** @throws Error when the process fails; `what` says in words what it was doing. */
export async function mustRunNode(what: string, args: string[], env: Environment = {}): Promise<void> {
  const code = await runNode(args, env)
  if (code !== 0) throw new Error(`${what} failed (exit code ${code}).`)
}

/** Asks a process to stop, insists after `patienceMs`, and resolves when it is gone. */
export async function stopProcess(child: ChildProcess, patienceMs = 20_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  await exited
  clearTimeout(force)
}

/** For tasks that have nothing to put in order: when we are told to stop, so are the tools that run. */
export function stopChildrenWithUs(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => endAll(130))
  process.on('disconnect', () => endAll(1))
}

function endAll(code: number): void {
  for (const child of running) child.kill('SIGTERM')
  process.exit(code)
}
