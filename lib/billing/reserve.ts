import type { WorkspaceContext } from '#lib/auth/context.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { type Account, assertMaySpend, getAccount } from './account.ts'
import { rollPlanGrant, sumGrants, toBalance } from './grant-repository.ts'
import { insertReservation } from './hold-repository.ts'
import { findQuotedMc, findReservationByKey, toReservationState } from './ledger-repository.ts'
import type { Balance, MeterSpec, Replay } from './meter.ts'
import { quotaExceeded } from './problems.ts'
import { lockAccount } from './repository.ts'

export type Reserved =
  | {
      readonly kind: 'held'
      readonly id: string
      readonly heldMc: number
      /** After the reservation. */
      readonly balance: Balance
    }
  | { readonly kind: 'replay'; readonly replay: Replay }

/** As `reserveIn`, in a door of its own. */
export function reserve(ctx: WorkspaceContext, spec: MeterSpec): Promise<Reserved> {
  return withTenant(ctx, (tx) => reserveIn(tx, ctx, spec))
}

/**
 * Holds the credits of `spec` in the caller's transaction, which should end soon: other spending of the workspace waits
 * for it. The month's grant is made first where it is missing. The same key gives `replay`, whatever became of it.
 *
 * @throws AppError quota_exceeded, payment_required, billing_hold; idempotency_key_reused for the same key with another
 *   request.
 */
export async function reserveIn(tx: Tx, ctx: WorkspaceContext, spec: MeterSpec): Promise<Reserved> {
  if (!Number.isSafeInteger(spec.amountMc) || spec.amountMc < 0)
    throw new Error('amountMc is a whole number from 0 up')
  const account = await getAccount(tx, ctx.workspaceId)
  if (account.access === 'readOnly' || account.access === 'hold') {
    const replay = await findReplay(tx, ctx, spec)
    if (replay) return replay
    assertMaySpend(ctx, account)
  }
  const balance = await rollAndSum(tx, ctx.workspaceId, account)
  const quotedMc = await readQuote(tx, ctx, spec)
  const id = await insertReservation(tx, ctx, { ...spec, planKey: account.planKey, quotedMc })
  if (id) return { kind: 'held', id, heldMc: spec.amountMc, balance: hold(balance, spec.amountMc) }
  const replay = await findReplay(tx, ctx, spec)
  if (replay) return replay
  // Summed again: somebody else may have taken the last ones meanwhile.
  const left = toBalance(await sumGrants(tx, ctx.workspaceId), account.period)
  throw quotaExceeded(ctx, account, left, spec.amountMc)
}

/** Whoever uses a quote has asked whether it may be used; holding more than it says is a mistake of ours. */
async function readQuote(tx: Tx, ctx: WorkspaceContext, spec: MeterSpec): Promise<number | null> {
  if (!spec.quoteId) return null
  const quotedMc = await findQuotedMc(tx, ctx.workspaceId, spec.quoteId)
  if (quotedMc === null) throw new Error('There is no such quote in this workspace.')
  if (spec.amountMc > quotedMc) throw new Error('A reservation may not hold more than its quote.')
  return quotedMc
}

/** What can be spent now. The lazy monthly roll: whoever asks first in a period makes its grant. */
export async function rollAndSum(tx: Tx, workspaceId: string, account: Account): Promise<Balance> {
  const sums = await sumGrants(tx, workspaceId)
  if (sums.hasPlanGrant) return toBalance(sums, account.period)
  // A change of the plan at this moment raises no grant that is not there yet: wait for it, and give what it says.
  await lockAccount(tx, workspaceId)
  const { creditsMc } = await getAccount(tx, workspaceId)
  await rollPlanGrant(tx, { workspaceId, period: account.period, limitMc: creditsMc })
  return toBalance(await sumGrants(tx, workspaceId), account.period)
}

async function findReplay(
  tx: Tx,
  ctx: WorkspaceContext,
  spec: MeterSpec,
): Promise<Extract<Reserved, { kind: 'replay' }> | null> {
  const row = await findReservationByKey(tx, ctx.workspaceId, spec.idempotencyKey)
  if (!row) return null
  if (row.requestHash !== spec.requestHash) {
    throw new AppError(
      'idempotency_key_reused',
      'This Idempotency-Key was used for another request. Use a new key for a new request.',
    )
  }
  return {
    kind: 'replay',
    replay: {
      reservationId: row.id,
      state: toReservationState(row.state),
      heldMc: Number(row.heldMc),
      settledMc: row.settledMc === null ? null : Number(row.settledMc),
      refType: row.refType,
      refId: row.refId,
    },
  }
}

function hold(balance: Balance, mc: number): Balance {
  return {
    ...balance,
    reservedMc: balance.reservedMc + mc,
    availableMc: Math.max(0, balance.availableMc - mc),
  }
}
