import { AsyncLocalStorage } from 'node:async_hooks'
import { processState } from '#lib/platform/process-state.ts'

/**
 * Inside a door no second connection may be taken: on the embedded database, which is one session, the second would
 * wait for the first and the first for the second. On a server the same code would only use up the pool, so it must
 * fail here, everywhere, at once.
 */
export function assertOutsideDoor(attempt: string): void {
  const open = openDoor().getStore()
  if (open) throw new Error(`${attempt} inside ${open}: use the door's own tx, or move it before or after.`)
}

export function runInsideDoor<T>(name: string, fn: () => Promise<T>): Promise<T> {
  return openDoor().run(name, fn)
}

function openDoor(): AsyncLocalStorage<string> {
  return processState('db.openDoor', () => new AsyncLocalStorage<string>())
}
