import { setTimeout as sleep } from 'node:timers/promises'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { requireOwner } from '#lib/chat/conversations/require-owner.ts'
import {
  findLastSeq,
  findRun,
  listEvents,
  type NumberedEvent,
  type RunRow,
} from '#lib/chat/run-repository.ts'
import type { RunView } from '#lib/chat/schema.ts'
import { serializeRun } from '#lib/chat/serializers.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { FLUSH_MS, LOST_AFTER_SECONDS } from './limits.ts'
import type { LiveRun } from './live-run.ts'
import { findLiveRun } from './run-registry.ts'
import { sweepRun } from './sweep-runs.ts'

const EVENTS_PER_READ = 200

/** A run's state, the number of its last event, and its receipt when it has one. @throws AppError not_found */
export async function getRun(ctx: WorkspaceContext, id: string): Promise<RunView> {
  requireRole(ctx, 'viewer')
  const { row, lastSeq } = await withTenant(ctx, async (tx) => {
    const found = await findRun(tx, ctx.workspaceId, id)
    return { row: assertOwn(ctx, found), lastSeq: await findLastSeq(tx, ctx.workspaceId, id) }
  })
  const live = findLiveRun({ workspaceId: ctx.workspaceId, id })
  return serializeRun(row, Math.max(lastSeq, live?.lastSeq ?? 0))
}

/**
 * The events of a run with a number above `after`, without gaps, until it ends or `signal` aborts: from memory where
 * this process makes the run, else from the database. Nothing is read ahead: the reader pulls.
 *
 * @throws AppError not_found, before anything is streamed.
 */
export async function followRun(
  ctx: WorkspaceContext,
  id: string,
  { after, signal }: { after: number; signal: AbortSignal },
): Promise<AsyncGenerator<NumberedEvent>> {
  requireRole(ctx, 'viewer')
  const live = findLiveRun({ workspaceId: ctx.workspaceId, id })
  if (live && live.userId === requireOwner(ctx).userId) return followMemory(live, after, signal)
  assertOwn(ctx, await withTenant(ctx, (tx) => findRun(tx, ctx.workspaceId, id)))
  return followDatabase(ctx, id, after, signal)
}

async function* followMemory(
  run: LiveRun,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<NumberedEvent> {
  let seen = after
  while (!signal.aborted) {
    for (const numbered of run.eventsAfter(seen)) {
      yield numbered
      seen = numbered.seq
      if (signal.aborted) return
    }
    // What came while the reader took its time has woken nobody.
    if (run.lastSeq > seen) continue
    if (run.isOver) return
    await run.nextEvent(signal)
  }
}

async function* followDatabase(
  ctx: WorkspaceContext,
  id: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<NumberedEvent> {
  let seen = after
  while (!signal.aborted) {
    const key = { workspaceId: ctx.workspaceId, runId: id }
    const { events, run } = await withTenant(ctx, async (tx) => ({
      // The state first: an event that is written between the two reads is then seen in the next round.
      run: await findRun(tx, ctx.workspaceId, id),
      events: await listEvents(tx, key, { after: seen, take: EVENTS_PER_READ }),
    }))
    for (const numbered of events) {
      yield numbered
      seen = numbered.seq
    }
    if (events.length === EVENTS_PER_READ) continue
    if (run?.state !== 'running') return
    if (isLost(run)) await sweepRun(key.workspaceId, id)
    else await sleep(FLUSH_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** By this process's clock, with a margin; the sweeper asks the database again. */
function isLost(run: RunRow): boolean {
  return systemClock.now().getTime() - run.heartbeatAt.getTime() > (LOST_AFTER_SECONDS + 1) * 1_000
}

/** @throws AppError not_found, also for somebody else's run. */
export function assertOwn(ctx: WorkspaceContext, row: RunRow | null): RunRow {
  if (!row || row.userId !== requireOwner(ctx).userId)
    throw new AppError('not_found', 'There is no such run here.')
  return row
}
