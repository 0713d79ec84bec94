import type { ChildProcess } from 'node:child_process'
import { type NodeProcess, startNode, stopProcess } from './processes.ts'

const FIRST_BACKOFF_MS = 250
const MAX_BACKOFF_MS = 10_000
const HEALTHY_AFTER_MS = 30_000

export interface Supervised {
  pid(): number | undefined
  stop(): Promise<void>
}

/**
 * Keeps one process running: when it dies it is started again, later each time until it has lived for half a minute.
 *
 * @param onStart called with every process that is started, the first one included.
 */
export function supervise(
  name: string,
  spec: NodeProcess,
  onStart: (child: ChildProcess) => void = () => {},
): Supervised {
  let child: ChildProcess
  let backoffMs = FIRST_BACKOFF_MS
  let timer: NodeJS.Timeout | undefined
  let isStopping = false

  function start(): void {
    const startedAt = performance.now()
    child = startNode(spec)
    child.once('error', (error) => restart(error.message))
    child.once('exit', (code, signal) => {
      if (performance.now() - startedAt > HEALTHY_AFTER_MS) backoffMs = FIRST_BACKOFF_MS
      restart(signal ?? `exit code ${code}`)
    })
    onStart(child)
  }

  function restart(reason: string): void {
    if (isStopping) return
    console.error(`The ${name} process ended (${reason}); starting it again.`)
    timer = setTimeout(start, backoffMs)
    backoffMs = Math.min(MAX_BACKOFF_MS, backoffMs * 2)
  }

  start()
  return {
    pid: () => child.pid,
    stop: async () => {
      isStopping = true
      clearTimeout(timer)
      await stopProcess(child)
    },
  }
}
