import { findLedgerSuspects } from '#lib/billing/index.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import {
  findChangedWorkspaces,
  listWorkspacesAfter,
  measureLedger,
  readSnapshot,
} from './control-repository.ts'
import { type Item, readWorkspaces, toUnreadable, UNREADABLE_KEY, type Violation } from './read-workspaces.ts'
import type { ControlState } from './state.ts'

/** Workspaces of the round through all of them that each run adds: 10,000 are through in less than an hour. */
const ROUND_STEP = 200
/** Workspaces whose books one transaction looks at. */
const BATCH = 50
/** After this long a run leaves the rest to the next one. */
const BUDGET_MS = 20_000
/** A ledger up to here, about 100,000 entries, is read whole in every run; of a larger one the last days. */
const WHOLE_LEDGER_BYTES = 24 * 1024 * 1024
const RECENT_MS = 24 * 60 * 60 * 1000

export interface Round {
  readonly violations: Violation[]
  readonly state: ControlState
}

/**
 * Looks at the books and stocks: at the balances of all workspaces at once, then closely at those where something was or
 * seems wrong, at the stocks of those that have changed since the last run, and at the next ones of a round through all. A
 * run that takes too long leaves what has changed for the next one, and forgets none.
 */
export async function checkWorkspaces(before: ControlState, now: Date, signal: AbortSignal): Promise<Round> {
  const startedAt = performance.now()
  const isLate = () => performance.now() - startedAt > BUDGET_MS
  const violations: Violation[] = []
  const suspects = await findSuspects(now, violations)
  signal.throwIfAborted()
  const { snapshot, changed, next } = await withPlatform('controlChecks', async (tx) => ({
    snapshot: await readSnapshot(tx),
    changed: before.snapshot === null ? [] : await findChangedWorkspaces(tx, before.snapshot),
    next: await listWorkspacesAfter(tx, before.cursor, ROUND_STEP),
  }))
  const due = toItems([...before.failing, ...suspects], true)
  const waiting = toItems([...before.pending, ...changed], false)
  const apart = new Set(before.unreadable)
  const queue = unique([...due, ...waiting, ...toItems(next, true)]).filter(({ id }) => !apart.has(id))
  let looked = 0
  while (looked < queue.length && (looked < Math.max(due.length, 1) || !isLate())) {
    const batch = queue.slice(looked, looked + BATCH)
    violations.push(...(await readWorkspaces(batch, signal)))
    looked += batch.length
  }
  violations.push(...(await retryUnreadable(before.unreadable, { isLate, signal })))
  const left = new Set(queue.slice(looked).map(({ id }) => id))
  return {
    violations,
    state: {
      snapshot,
      ...advance(before, { next, left, now }),
      pending: unique(waiting)
        .map(({ id }) => id)
        .filter((id) => left.has(id)),
      ...sortOut(violations),
    },
  }
}

/** Of all workspaces, by sums. Whatever part cannot be read is told, and the others count. */
async function findSuspects(now: Date, violations: Violation[]): Promise<string[]> {
  const sizeBytes = await withPlatform('controlChecks', measureLedger)
  const day = new Date(now.getTime() - RECENT_MS).toISOString().slice(0, 10)
  const { workspaceIds, unread } = await findLedgerSuspects(
    sizeBytes > WHOLE_LEDGER_BYTES ? { day } : 'everything',
  )
  for (const { part, error } of unread)
    violations.push(toUnreadable(null, `${part} of all workspaces`, error))
  return workspaceIds
}

/** One at least, the one that was tried the longest ago first; those that there is no time for stay unreadable. */
async function retryUnreadable(
  ids: readonly string[],
  { isLate, signal }: { isLate: () => boolean; signal: AbortSignal },
): Promise<Violation[]> {
  const tried: Violation[] = []
  let at = 0
  for (; at < ids.length && (at === 0 || !isLate()); at += 1)
    tried.push(...(await readWorkspaces(toItems(ids.slice(at, at + 1), true), signal)))
  const untried = ids.slice(at).map((workspaceId) => ({
    checkKey: UNREADABLE_KEY,
    workspaceId,
    detail: 'its books could not be read, and there was no time to try again',
  }))
  return [...untried, ...tried]
}

function sortOut(violations: readonly Violation[]): Pick<ControlState, 'failing' | 'unreadable'> {
  const idsOf = (isUnreadable: boolean) => [
    ...new Set(
      violations
        .filter(({ checkKey }) => (checkKey === UNREADABLE_KEY) === isUnreadable)
        .flatMap(({ workspaceId }) => workspaceId ?? []),
    ),
  ]
  return { failing: idsOf(false), unreadable: idsOf(true) }
}

/** Where the round is after a run: behind the last of `next` that was looked at, or at the start of another one. */
function advance(
  before: ControlState,
  { next, left, now }: { next: string[]; left: ReadonlySet<string>; now: Date },
): Pick<ControlState, 'cursor' | 'roundStartedAt'> {
  const firstLeft = next.findIndex((id) => left.has(id))
  const done = firstLeft === -1 ? next : next.slice(0, firstLeft)
  if (firstLeft === -1 && next.length < ROUND_STEP) return { cursor: null, roundStartedAt: now }
  return { cursor: done.at(-1) ?? before.cursor, roundStartedAt: before.roundStartedAt }
}

function toItems(ids: readonly string[], books: boolean): Item[] {
  return ids.map((id) => ({ id, books }))
}

/** Each workspace once, where it comes first; its books as soon as anybody asks for them. */
function unique(items: readonly Item[]): Item[] {
  const books = new Set(items.filter((item) => item.books).map(({ id }) => id))
  return [...new Set(items.map(({ id }) => id))].map((id) => ({ id, books: books.has(id) }))
}
