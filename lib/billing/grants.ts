import type { Tx } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { CREDITS, insertGrant, revokeFromGrant, sumGrants } from './grant-repository.ts'
import { hasThreeDecimals } from './overrides.ts'
import { toCredits, toMilliCredits } from './plans.ts'
import { lockAccount, readDatabaseTime } from './repository.ts'

const MAX_CREDITS = 10_000_000

/** Credits that can be spent, before and after; for the audit entry. */
export type CreditChange = {
  readonly before: { readonly available: number }
  readonly after: { readonly available: number }
}

/**
 * Gives a workspace credits for once, to be spent at once: after the month's and before bought ones.
 *
 * @param input.reason for the audit entry, which the caller writes in the same transaction.
 * @param input.expiresAt exclusive; null = they stay until they are spent.
 * @throws AppError invalid, not_found
 */
export async function grantCredits(
  tx: Tx,
  input: { workspaceId: string; credits: number; reason: string; expiresAt: Date | null },
): Promise<CreditChange & { grantId: string }> {
  const { workspaceId, credits, reason, expiresAt } = input
  const now = await readDatabaseTime(tx)
  if (!(credits > 0) || credits > MAX_CREDITS || !hasThreeDecimals(credits)) {
    throw invalid(
      '/credits',
      `Tell how many: above 0, at most ${MAX_CREDITS.toLocaleString('en-US')}, three decimals.`,
    )
  }
  if (reason.trim() === '') throw invalid('/reason', 'Say why.')
  if (expiresAt && expiresAt <= now) throw invalid('/expiresAt', 'The end has to lie in the future.')
  if (!(await lockAccount(tx, workspaceId))) throw new AppError('not_found', 'No such workspace.')

  const before = await available(tx, workspaceId)
  const [sourceRef, limitMc] = [createId(), toMilliCredits(credits)]
  const grantId = await insertGrant(tx, { workspaceId, source: 'admin', sourceRef, limitMc, expiresAt })
  if (!grantId) throw new Error('A new reference cannot have been used before.')
  return { grantId, before, after: await available(tx, workspaceId) }
}

/**
 * Takes back what is left of credits that were given or bought; what was used stays used, and what is held may still be
 * charged. The credits of the month belong to the plan and are changed with it.
 *
 * @throws AppError not_found, conflict (credits of the month).
 */
export async function revokeGrant(
  tx: Tx,
  workspaceId: string,
  grantId: string,
): Promise<CreditChange & { revokedCredits: number }> {
  const grant = await tx.quotaGrant.findUnique({ where: { workspaceId_id: { workspaceId, id: grantId } } })
  if (!grant) throw new AppError('not_found', 'There are no such credits.')
  if (grant.source === 'plan') {
    throw new AppError(
      'conflict',
      'These are the credits of the plan. Change the plan, or override its credits.',
    )
  }
  const before = await available(tx, workspaceId)
  const revokedMc = await revokeFromGrant(tx, { workspaceId, grantId })
  return { revokedCredits: toCredits(revokedMc), before, after: await available(tx, workspaceId) }
}

export interface Grant {
  readonly id: string
  /** plan | trial | carry | admin | topup */
  readonly source: string
  /** Credits, not mc. */
  readonly credits: number
  readonly revoked: number
  readonly used: number
  readonly held: number
  readonly available: number
  readonly startsAt: Date
  readonly expiresAt: Date | null
  readonly createdAt: Date
}

/** The credits that a workspace was given, the newest first, at most 200. */
export async function listGrants(tx: Tx, workspaceId: string): Promise<Grant[]> {
  const now = await readDatabaseTime(tx)
  const rows = await tx.quotaGrant.findMany({
    where: { workspaceId, meter: CREDITS },
    orderBy: { id: 'desc' },
    take: 200,
  })
  return rows.map(({ id, source, startsAt, expiresAt, createdAt, ...mc }) => {
    const holds = startsAt <= now && (expiresAt === null || expiresAt > now)
    const left = Number(mc.limitMc - mc.revokedMc - mc.usedMc - mc.reservedMc)
    return {
      id,
      source,
      credits: toCredits(Number(mc.limitMc)),
      revoked: toCredits(Number(mc.revokedMc)),
      used: toCredits(Number(mc.usedMc)),
      held: toCredits(Number(mc.reservedMc)),
      available: holds ? toCredits(Math.max(0, left)) : 0,
      startsAt,
      expiresAt,
      createdAt,
    }
  })
}

async function available(tx: Tx, workspaceId: string): Promise<{ available: number }> {
  return { available: toCredits((await sumGrants(tx, workspaceId)).availableMc) }
}

function invalid(pointer: string, detail: string): AppError {
  return new AppError('invalid', detail, { errors: [{ pointer, detail }] })
}
