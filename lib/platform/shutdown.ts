import { processState } from './process-state.ts'

type Hook = () => void | Promise<void>

interface Shutdown {
  controller: AbortController
  hooks: Set<Hook>
  begun: Promise<void> | null
}

/** Aborts when this process is told to stop; for what streams or waits. */
export function shutdownSignal(): AbortSignal {
  return state().controller.signal
}

/**
 * Runs `hook` when the process is told to stop, before connections to the database end.
 *
 * @returns a function that takes the hook back.
 */
export function onShutdown(hook: Hook): () => void {
  state().hooks.add(hook)
  return () => void state().hooks.delete(hook)
}

/** Tells everybody once, and resolves when all hooks have settled. Later calls wait for the first. */
export function beginShutdown(): Promise<void> {
  const shutdown = state()
  shutdown.begun ??= (async () => {
    shutdown.controller.abort(new Error('this process is stopping'))
    await Promise.allSettled([...shutdown.hooks].map(async (hook) => hook()))
  })()
  return shutdown.begun
}

function state(): Shutdown {
  return processState('shutdown', () => ({
    controller: new AbortController(),
    hooks: new Set(),
    begun: null,
  }))
}
