import { findLedgerProblems } from '#lib/billing/index.ts'
import { findStockProblems } from '#lib/documents/index.ts'
import { withPlatform, withTenant } from '#lib/platform/db/index.ts'
import {
  findChangedWorkspaces,
  findKnownWorkspaces,
  findSeatProblems,
  listWorkspacesAfter,
  readSnapshot,
} from './control-repository.ts'
import type { ControlState } from './state.ts'

/** Workspaces of the round through all of them that each run adds: 10,000 are through in less than an hour. */
const ROUND_STEP = 200
/** Workspaces whose books one transaction looks at. */
const BATCH = 50
/** After this long a run leaves the rest to the next one. */
const BUDGET_MS = 20_000

/** Something that cannot be, by the key of the check that says so. */
export interface Violation {
  readonly checkKey: string
  readonly workspaceId: string
  readonly detail: string
}

export interface Round {
  readonly violations: Violation[]
  readonly state: ControlState
  readonly looked: number
}

/**
 * Looks at the books and stocks of some workspaces: first those where something was wrong, then all that have changed
 * since the last run, then the next ones of a round through all. A run that takes too long leaves what has changed for
 * the next one, and forgets none.
 */
export async function checkWorkspaces(before: ControlState, now: Date, signal: AbortSignal): Promise<Round> {
  const startedAt = performance.now()
  const { snapshot, changed, next } = await withPlatform('controlChecks', async (tx) => ({
    snapshot: await readSnapshot(tx),
    changed: before.snapshot === null ? [] : await findChangedWorkspaces(tx, before.snapshot),
    next: await listWorkspacesAfter(tx, before.cursor, ROUND_STEP),
  }))
  const waiting = [...new Set([...before.failing, ...before.pending, ...changed])]
  const queue = [...new Set([...waiting, ...next])]
  const violations: Violation[] = []
  let looked = 0
  while (looked < queue.length) {
    const isDue = looked < Math.max(before.failing.length, 1)
    if (!isDue && performance.now() - startedAt > BUDGET_MS) break
    signal.throwIfAborted()
    const batch = queue.slice(looked, looked + BATCH)
    violations.push(...(await checkBatch(batch)))
    looked += batch.length
  }
  return {
    violations,
    looked,
    state: {
      snapshot,
      ...advance(before, { queue, next, looked, now }),
      pending: waiting.slice(looked),
      failing: [...new Set(violations.map(({ workspaceId }) => workspaceId))],
    },
  }
}

/** Where the round is after a run: behind the last of `next` that was looked at, or at the start of another one. */
function advance(
  before: ControlState,
  { queue, next, looked, now }: { queue: string[]; next: string[]; looked: number; now: Date },
): Pick<ControlState, 'cursor' | 'roundStartedAt'> {
  const left = new Set(queue.slice(looked))
  const firstLeft = next.findIndex((id) => left.has(id))
  const done = firstLeft === -1 ? next : next.slice(0, firstLeft)
  if (firstLeft === -1 && next.length < ROUND_STEP) return { cursor: null, roundStartedAt: now }
  return { cursor: done.at(-1) ?? before.cursor, roundStartedAt: before.roundStartedAt }
}

async function checkBatch(ids: readonly string[]): Promise<Violation[]> {
  const { known, violations } = await withPlatform('controlChecks', async (tx) => {
    const known = await findKnownWorkspaces(tx, ids)
    const ledger = await findLedgerProblems(tx, { workspaceIds: ids })
    const seats = await findSeatProblems(tx, known)
    return {
      known,
      violations: [
        ...ledger.map((problem) => ({ ...problem, checkKey: `ledger.${problem.checkKey}` })),
        ...seats.map(({ workspaceId, key, stored, counted }) => ({
          checkKey: `stock.${key}`,
          workspaceId,
          detail: `${key}: stored ${stored}, counted ${counted ?? 'never below 0'}`,
        })),
      ],
    }
  })
  for (const workspaceId of known) violations.push(...(await recount(workspaceId)))
  return violations
}

/** In the workspace's own door: platform operations cannot see documents. */
async function recount(workspaceId: string): Promise<Violation[]> {
  const problems = await withTenant({ workspaceId, userId: null }, (tx) => findStockProblems(tx, workspaceId))
  return problems.map(({ key, stored, counted }) => ({
    checkKey: `stock.${key}`,
    workspaceId,
    detail: `${key}: stored ${stored}, counted ${counted}`,
  }))
}
