import { findLedgerProblems } from '#lib/billing/index.ts'
import { findStockProblems } from '#lib/documents/index.ts'
import { withPlatform, withTenant } from '#lib/platform/db/index.ts'
import { log } from '#lib/platform/log.ts'
import { findKnownWorkspaces, findSeatProblems } from './control-repository.ts'

/** What could not be read in time, or at all: nobody knows whether it is right. */
export const UNREADABLE_KEY = 'controls.unreadable'

/** Something that cannot be, by the key of the check that says so. */
export interface Violation {
  readonly checkKey: string
  /** Null where it is of no workspace in particular. */
  readonly workspaceId: string | null
  readonly detail: string
}

/** A workspace to look at: its stocks always, its books where they are due. */
export interface Item {
  readonly id: string
  readonly books: boolean
}

/** Looks at some workspaces; where that fails at each of them alone, so that one which cannot be read hides no other. */
export async function readWorkspaces(items: readonly Item[], signal: AbortSignal): Promise<Violation[]> {
  signal.throwIfAborted()
  try {
    return await read(items)
  } catch (error) {
    signal.throwIfAborted()
    const [first] = items
    if (first && items.length === 1) return [toUnreadable(first.id, 'its books', error)]
    const violations: Violation[] = []
    for (const item of items) violations.push(...(await readWorkspaces([item], signal)))
    return violations
  }
}

export function toUnreadable(workspaceId: string | null, part: string, error: unknown): Violation {
  log.error({ err: error, workspaceId, part }, 'a control check could not read')
  return { checkKey: UNREADABLE_KEY, workspaceId, detail: `${part} could not be read` }
}

async function read(items: readonly Item[]): Promise<Violation[]> {
  const { known, violations } = await withPlatform('controlChecks', async (tx) => {
    const known = await findKnownWorkspaces(
      tx,
      items.map(({ id }) => id),
    )
    const due = items.filter(({ books }) => books).map(({ id }) => id)
    const ledger = due.length === 0 ? [] : await findLedgerProblems(tx, { workspaceIds: due })
    const seats = await findSeatProblems(tx, known)
    return {
      known,
      violations: [
        ...ledger.map((problem): Violation => ({ ...problem, checkKey: `ledger.${problem.checkKey}` })),
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
