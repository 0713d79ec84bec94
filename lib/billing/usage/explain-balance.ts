import { getAccount } from '#lib/billing/account.ts'
import { CREDITS, sumGrants } from '#lib/billing/grant-repository.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import { sourceName } from './explain-entry.ts'

/** Credits that hold now and what became of them, in mc: left = given − used − held − revoked. */
export interface BalancePart {
  readonly id: string | null
  readonly title: string
  readonly givenMc: number
  readonly usedMc: number
  readonly heldMc: number
  readonly revokedMc: number
  readonly leftMc: number
  readonly startsAt: Date
  readonly expiresAt: Date | null
}

export interface ExplainedBalance {
  /** In the order in which they are spent. */
  readonly parts: readonly BalancePart[]
  readonly leftMc: number
  readonly heldMc: number
}

/** Why a balance is what it is: the credits that hold now, and what became of each. */
export async function explainBalance(tx: Tx, workspaceId: string): Promise<ExplainedBalance> {
  const { planKey, now, period, creditsMc } = await getAccount(tx, workspaceId)
  const rows = await tx.quotaGrant.findMany({
    where: {
      ...{ workspaceId, meter: CREDITS, startsAt: { lte: now } },
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
    orderBy: [{ priority: 'asc' }, { expiresAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
  })
  const parts = rows.map((row): BalancePart => {
    const [givenMc, usedMc] = [Number(row.limitMc), Number(row.usedMc)]
    const [heldMc, revokedMc] = [Number(row.reservedMc), Number(row.revokedMc)]
    return {
      ...{
        id: row.id,
        title: sourceName(row.source, planKey),
        startsAt: row.startsAt,
        expiresAt: row.expiresAt,
      },
      ...{ givenMc, usedMc, heldMc, revokedMc, leftMc: givenMc - usedMc - heldMc - revokedMc },
    }
  })
  const { hasPlanGrant } = await sumGrants(tx, workspaceId)
  // The first work of a month makes its row; until then the plan says what it will be.
  if (!hasPlanGrant && creditsMc > 0) {
    parts.unshift({
      ...{ id: null, title: sourceName('plan', planKey), startsAt: period.start, expiresAt: period.end },
      ...{ givenMc: creditsMc, usedMc: 0, heldMc: 0, revokedMc: 0, leftMc: creditsMc },
    })
  }
  const sum = (key: 'leftMc' | 'heldMc') => parts.reduce((mc, part) => mc + part[key], 0)
  return { parts, leftMc: sum('leftMc'), heldMc: sum('heldMc') }
}
