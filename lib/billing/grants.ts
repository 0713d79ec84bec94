import type { Tx } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { CREDITS, insertGrant, type NewGrant, revokeFromGrant, sumGrants } from './grant-repository.ts'
import { invalid } from './invalid.ts'
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
 * @param input.idempotencyKey the same key gives them once; both calls are answered with the same grant.
 * @throws AppError invalid, not_found, idempotency_key_reused (for another number of credits or another end).
 */
export async function grantCredits(
  tx: Tx,
  input: {
    workspaceId: string
    credits: number
    reason: string
    expiresAt: Date | null
    idempotencyKey?: string
  },
): Promise<CreditChange & { grantId: string }> {
  const { workspaceId, credits, reason, expiresAt } = input
  const now = await readDatabaseTime(tx)
  assertCredits(credits)
  if (reason.trim() === '') throw invalid('/reason', 'Say why.')
  if (expiresAt && expiresAt <= now) throw invalid('/expiresAt', 'The end has to lie in the future.')
  if (!(await lockAccount(tx, workspaceId))) throw new AppError('not_found', 'No such workspace.')

  const before = await available(tx, workspaceId)
  const [sourceRef, limitMc] = [input.idempotencyKey ?? createId(), toMilliCredits(credits)]
  const grant = { workspaceId, source: 'admin' as const, sourceRef, limitMc, expiresAt }
  const grantId = (await insertGrant(tx, grant)) ?? (await getSameGrant(tx, grant))
  return { grantId, before, after: await available(tx, workspaceId) }
}

/** The grant that was given under the same reference. @throws AppError idempotency_key_reused */
async function getSameGrant(
  tx: Tx,
  { workspaceId, sourceRef, limitMc, expiresAt }: NewGrant,
): Promise<string> {
  const given = await tx.quotaGrant.findFirst({ where: { workspaceId, source: 'admin', sourceRef } })
  if (given && Number(given.limitMc) === limitMc && given.expiresAt?.getTime() === expiresAt?.getTime())
    return given.id
  throw new AppError('idempotency_key_reused', 'This Idempotency-Key has given other credits. Use a new key.')
}

/** @throws AppError invalid at `/credits`. */
function assertCredits(credits: number): void {
  if (credits > 0 && credits <= MAX_CREDITS && hasThreeDecimals(credits)) return
  throw invalid(
    '/credits',
    `Tell how many: above 0, at most ${MAX_CREDITS.toLocaleString('en-US')}, three decimals.`,
  )
}

/**
 * Takes back what is left of credits, at most `credits` of them; what was used stays used, and what is held may still be
 * charged. Without a number all of it, and the grant ends. Of the month's credits, which go on, a number has to be told: a
 * plan that was given by mistake leaves them behind, since a smaller one takes nothing away within the month.
 *
 * @throws AppError not_found, invalid (the number), conflict (credits of the month without a number).
 */
export async function revokeGrant(
  tx: Tx,
  workspaceId: string,
  grantId: string,
  credits?: number,
): Promise<CreditChange & { revokedCredits: number }> {
  if (credits !== undefined) assertCredits(credits)
  const grant = await tx.quotaGrant.findUnique({ where: { workspaceId_id: { workspaceId, id: grantId } } })
  if (!grant) throw new AppError('not_found', 'There are no such credits.')
  if (grant.source === 'plan' && credits === undefined) {
    throw new AppError(
      'conflict',
      'These are the credits of the month, which goes on: say how many to take back.',
    )
  }
  const before = await available(tx, workspaceId)
  const mc = credits === undefined ? {} : { mc: toMilliCredits(credits) }
  const revokedMc = await revokeFromGrant(tx, { workspaceId, grantId, ...mc })
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
