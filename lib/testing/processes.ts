// Looks at processes as Linux shows them in /proc.
import { readFileSync } from 'node:fs'
import { vi } from 'vitest'

const GONE_MS = 25_000
const POLL_MS = 50

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
export function isAlive(pid: number): boolean {
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
