import { type Account, getAccount } from '#lib/billing/account.ts'
import { sumGrants } from '#lib/billing/grant-repository.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import type { Place } from '#lib/platform/http/cursor.ts'
import { findBalancesAfter } from './balance-repository.ts'
import { listExpiredEntries, listFreeEntries, listLedgerEntries } from './entries-repository.ts'
import { comparePlaces, type Entry, type EntryFilter } from './entry.ts'
import { type Explanation, explainEntry } from './explain-entry.ts'

/** The month's credits before anybody has spent of them: no row is there yet, this stands for it, last of its instant. */
const PENDING_ID = 'ffffffff-ffff-4fff-bfff-ffffffffffff'

export interface ExplainedEntry extends Entry {
  /** What the workspace had after it, in mc: left and held. */
  readonly balanceMc: number
  /** What it did to that, in mc: negative where it took from it. */
  readonly changeMc: number
  readonly explanation: Explanation
}

/**
 * What happened to the credits of a workspace, the newest first, each with what was left after it. The newest balance is
 * what is left now, and what is held. A page costs as much as it shows and one day of the ledger, however long it is.
 *
 * @returns at most `take` entries; ask on before the last one.
 */
export async function listEntries(
  tx: Tx,
  workspaceId: string,
  filter: EntryFilter,
  page: { before: Place | null; take: number },
): Promise<ExplainedEntry[]> {
  const pending = await findPendingGrant(tx, workspaceId)
  const entries = [
    ...(filter.kind === 'free' || filter.kind === 'expire'
      ? []
      : await listLedgerEntries(tx, workspaceId, filter, page)),
    ...(filter.kind === undefined || filter.kind === 'free'
      ? await listFreeEntries(tx, workspaceId, filter, page)
      : []),
    ...(await listExpiredEntries(tx, workspaceId)).filter((entry) => fits(entry, filter, page.before)),
    ...(pending && fits(pending, filter, page.before) ? [pending] : []),
  ]
  const shown = entries.sort(comparePlaces).slice(0, page.take)
  const balances = await toBalances(tx, workspaceId, { shown, filter, pending })
  return shown.map((entry, at) => ({
    ...entry,
    balanceMc: balances[at] ?? 0,
    changeMc: toEffect(entry),
    explanation: explainEntry(entry),
  }))
}

/** Whether an entry that stands in no list of its own belongs to the page. */
function fits(entry: Entry, filter: EntryFilter, before: Place | null): boolean {
  const { from, until, userId, documentId, conversationId, action, kind } = filter
  return (
    !(userId || documentId || conversationId) &&
    (action === undefined || action === entry.action) &&
    (kind === undefined || kind === entry.kind) &&
    (from === undefined || entry.at >= from) &&
    (until === undefined || entry.at < until) &&
    (before === null || comparePlaces(before, entry) < 0)
  )
}

async function toBalances(
  tx: Tx,
  workspaceId: string,
  { shown, filter, pending }: { shown: readonly Entry[]; filter: EntryFilter; pending: Entry | null },
): Promise<number[]> {
  // Nothing is left out between two entries: one balance gives the others.
  const isWhole = !(
    filter.userId ||
    filter.ownOf ||
    filter.action ||
    filter.documentId ||
    filter.conversationId ||
    filter.kind
  )
  const found = await findBalancesAfter(tx, workspaceId, isWhole ? shown.slice(0, 1) : shown)
  const withPending = (entry: Entry) =>
    (found.get(entry.id) ?? 0) + (pending && comparePlaces(pending, entry) >= 0 ? pending.mc : 0)
  const [first] = shown
  if (!first) return []
  if (!isWhole) return shown.map(withPending)
  let balance = withPending(first)
  return shown.map((entry) => {
    const after = balance
    balance -= toEffect(entry)
    return after
  })
}

/** What an entry did to the balance, in mc. */
export function toEffect({ kind, mc, at, grant }: Pick<Entry, 'kind' | 'mc' | 'at' | 'grant'>): number {
  switch (kind) {
    case 'grant':
      return mc
    case 'refund':
      // Given back to credits that had ended: gone with them.
      return grant?.expiresAt && at >= grant.expiresAt ? 0 : mc
    case 'revoke':
    case 'charge':
    case 'expire':
      return -mc
    case 'overage':
    case 'free':
      return 0
  }
}

async function findPendingGrant(tx: Tx, workspaceId: string): Promise<Entry | null> {
  const account = await getAccount(tx, workspaceId)
  const { hasPlanGrant } = await sumGrants(tx, workspaceId)
  return hasPlanGrant || account.creditsMc === 0 ? null : toPending(account)
}

function toPending({ planKey, period, creditsMc }: Account): Entry {
  return {
    id: PENDING_ID,
    at: period.start,
    kind: 'grant',
    action: 'grant.plan',
    mc: creditsMc,
    ...{ userId: null, documentId: null, conversationId: null, ref: null, refId: null },
    planKey,
    surface: 'job',
    grant: { source: 'plan', limitMc: creditsMc, startsAt: period.start, expiresAt: period.end },
    reservation: null,
    tokens: null,
  }
}
