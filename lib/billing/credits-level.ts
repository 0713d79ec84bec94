import type { Tx } from '#lib/platform/db/index.ts'
import { type Account, getAccount } from './account.ts'
import { type GrantSums, sumGrants } from './grant-repository.ts'
import { toCredits } from './plans.ts'

/** How much of its credits a workspace has used or holds, bought ones among them. */
export interface CreditsLevel {
  /** Credits, not mc. */
  readonly used: number
  readonly limit: number
}

/** The one measure for notices, mails and what sets them off. */
export function toCreditsLevel(
  { level, reservedMc, hasPlanGrant }: Pick<GrantSums, 'level' | 'reservedMc' | 'hasPlanGrant'>,
  { creditsMc }: Pick<Account, 'creditsMc'>,
): CreditsLevel {
  // A month that nobody has spent in yet has no row: the first reservation makes it.
  const limitMc = level.limitMc + (hasPlanGrant ? 0 : creditsMc)
  return { used: toCredits(level.usedMc + reservedMc), limit: toCredits(limitMc) }
}

export async function readCreditsLevel(tx: Tx, workspaceId: string): Promise<CreditsLevel> {
  const account = await getAccount(tx, workspaceId)
  return toCreditsLevel(await sumGrants(tx, workspaceId), account)
}
