import { type Tx, withPlatform } from '#lib/platform/db/index.ts'
import { findLedgerProblems } from './ledger-check-repository.ts'
import {
  findUnbalancedWorkspaces,
  findUnsettledWorkspaces,
  findUnsummedWorkspaces,
} from './ledger-suspect-repository.ts'

/** What one look at all books has found; `unread` says which of its parts could not be read, and why. */
export interface Suspicion {
  readonly workspaceIds: string[]
  readonly unread: { readonly part: string; readonly error: unknown }[]
}

/**
 * Looks at the books of all workspaces at once and names those that need a closer look. Each part is a transaction of its
 * own, so that one that takes too long hides nothing of the others.
 *
 * @param since the whole ledger, or the first day (UTC) of what is read of it. Balances are compared with all days anyway.
 */
export async function findLedgerSuspects(since: 'everything' | { day: string }): Promise<Suspicion> {
  const parts: Record<string, (tx: Tx) => Promise<string[]>> =
    since === 'everything'
      ? { balances: findUnbalancedWorkspaces, books: findAnyProblem }
      : {
          balances: findUnbalancedWorkspaces,
          days: (tx) => findUnsummedWorkspaces(tx, since.day),
          reservations: (tx) => findUnsettledWorkspaces(tx, since.day),
        }
  const workspaceIds = new Set<string>()
  const unread: Suspicion['unread'] = []
  for (const [part, find] of Object.entries(parts)) {
    const found = await withPlatform('controlChecks', find).catch((error: unknown) => {
      unread.push({ part, error })
      return []
    })
    for (const id of found) workspaceIds.add(id)
  }
  return { workspaceIds: [...workspaceIds], unread }
}

async function findAnyProblem(tx: Tx): Promise<string[]> {
  return (await findLedgerProblems(tx)).map(({ workspaceId }) => workspaceId)
}
