import { hostname } from 'node:os'
import { beat, insertEvents } from '#lib/chat/run-repository.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { listen, withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { log } from '#lib/platform/log.ts'
import { processState } from '#lib/platform/process-state.ts'
import { onShutdown } from '#lib/platform/shutdown.ts'
import { FLUSH_MS, HEARTBEAT_MS, KEEP_ENDED_MS } from './limits.ts'
import { type EndReason, LiveRun, type RunKey } from './live-run.ts'

/** Channel on which the process that owns a run hears that it is to stop; the payload is the run's id. */
export const STOP_CHANNEL = 'chat_stop'

interface Registry {
  readonly processId: string
  readonly runs: Map<string, LiveRun>
  timer: NodeJS.Timeout | null
  flushing: Promise<void> | null
  isListening: boolean
}

/** Names this process in `run.owner_process`. */
export function getProcessId(): string {
  return registry().processId
}

/** The run, if this process makes it or has just made it. */
export function findLiveRun(key: RunKey): LiveRun | null {
  const run = registry().runs.get(key.id)
  return run?.key.workspaceId === key.workspaceId ? run : null
}

/** Takes a run in: from now on its events are written and it is kept alive in the database. */
export function addLiveRun(key: RunKey, userId: string): LiveRun {
  const run = new LiveRun(key, userId)
  run.lastBeatAt = systemClock.now().getTime()
  registry().runs.set(key.id, run)
  startTimer()
  listenForStop()
  return run
}

/** Keeps an ended run for readers who come back soon, then forgets it. */
export function retireLiveRun(run: LiveRun): void {
  setTimeout(() => registry().runs.delete(run.key.id), KEEP_ENDED_MS).unref()
}

/** Tells every run of this process to end and waits until all are settled. */
async function endAllRuns(reason: EndReason): Promise<void> {
  const running = [...registry().runs.values()].filter((run) => !run.isOver)
  for (const run of running) run.end(reason)
  await Promise.all(running.map((run) => run.finished))
}

/** Writes what is not written yet, for all runs, one transaction for each workspace. */
export function flushRuns(): Promise<void> {
  const state = registry()
  state.flushing ??= flushAll(state).finally(() => {
    state.flushing = null
  })
  return state.flushing
}

async function flushAll({ runs }: Registry): Promise<void> {
  const byWorkspace = Map.groupBy(
    [...runs.values()].filter((run) => !run.isOver),
    (run) => run.key.workspaceId,
  )
  for (const [workspaceId, group] of byWorkspace) {
    // Asked again at its turn: a run that began to close meanwhile waits for no write, and would meet this one as a deadlock.
    const open = group.filter((run) => !run.isOver && !run.isClosing)
    const write = flushWorkspace(workspaceId, open)
    for (const run of open) run.trackWrite(write)
    await write.catch((error: unknown) =>
      log.warn({ err: error, workspaceId }, 'run events were not written yet'),
    )
  }
}

async function flushWorkspace(workspaceId: string, runs: readonly LiveRun[]): Promise<void> {
  const now = systemClock.now().getTime()
  const due = runs.filter((run) => now - run.lastBeatAt >= HEARTBEAT_MS)
  const events = runs.flatMap((run) => run.unwritten.map((event) => ({ ...event, runId: run.key.id })))
  if (events.length === 0 && due.length === 0) return
  const stopped = await withTenant({ workspaceId, userId: null }, async (tx) => {
    await insertEvents(tx, workspaceId, events)
    return beat(
      tx,
      workspaceId,
      runs.map((run) => run.key.id),
    )
  })
  for (const { runId, seq } of events) findLiveRun({ workspaceId, id: runId })?.markWritten(seq)
  for (const run of runs) {
    run.lastBeatAt = now
    if (stopped.includes(run.key.id)) run.end('stop')
  }
}

function startTimer(): void {
  const state = registry()
  state.timer ??= setInterval(() => {
    if ([...state.runs.values()].some((run) => !run.isOver)) void flushRuns()
    else if (state.timer) {
      clearInterval(state.timer)
      state.timer = null
    }
  }, FLUSH_MS)
  state.timer.unref()
}

/** What is missed here is seen with the next heartbeat. */
function listenForStop(): void {
  const state = registry()
  if (state.isListening) return
  state.isListening = true
  listen(STOP_CHANNEL, (runId) => registry().runs.get(runId)?.end('stop')).catch((error: unknown) => {
    state.isListening = false
    log.warn({ err: error }, 'no connection to hear stops on')
  })
}

function registry(): Registry {
  return processState('chat.runs', () => {
    // A process that is told to stop settles what it was making: nobody is charged for half an answer.
    onShutdown(() => endAllRuns('shutdown'))
    return {
      processId: `${hostname()}:${process.pid}:${createId()}`,
      runs: new Map(),
      timer: null,
      flushing: null,
      isListening: false,
    }
  })
}
