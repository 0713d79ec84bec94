// The same books kept the usual way, to compare with: read under SELECT … FOR UPDATE, decide here, write row by row.
// Reads of the account, entries and daily sums are the product's own.
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { insertEntries, type NewEntry } from '#lib/billing/entry-repository.ts'
import { sumGrants } from '#lib/billing/grant-repository.ts'
import { getAccount, type MeterSpec, type ModelCost } from '#lib/billing/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'

interface GrantRow {
  id: string
  available: bigint
}

export function reserveForUpdate(ctx: WorkspaceContext, spec: MeterSpec): Promise<string> {
  const { workspaceId, surface } = ctx
  return withTenant(ctx, async (tx) => {
    const { planKey } = await getAccount(tx, workspaceId)
    await sumGrants(tx, workspaceId)
    const grants = await tx.$queryRaw<GrantRow[]>`
      SELECT id, limit_mc - revoked_mc - used_mc - reserved_mc AS available FROM quota_grant
      WHERE workspace_id = ${workspaceId}::uuid AND meter = 'credits' AND starts_at <= now()
        AND (expires_at IS NULL OR expires_at > now())
      ORDER BY priority, expires_at NULLS LAST, id FOR UPDATE`
    const known = await tx.quotaReservation.findUnique({
      where: { workspaceId_idemKey: { workspaceId, idemKey: spec.idempotencyKey } },
    })
    if (known) return known.id
    const id = createId()
    await tx.quotaReservation.create({
      data: {
        workspaceId,
        id,
        idemKey: spec.idempotencyKey,
        requestHash: spec.requestHash,
        meter: 'credits',
        heldMc: spec.amountMc,
        surface,
        planKey,
        journal: { action: spec.action, costs: [] },
        expiresAt: new Date(Date.now() + spec.ttlMs),
      },
    })
    let left = spec.amountMc
    for (const { id: grantId, available } of grants) {
      const amountMc = Math.min(left, Number(available))
      if (amountMc <= 0) continue
      left -= amountMc
      await tx.quotaAllocation.create({ data: { workspaceId, reservationId: id, grantId, amountMc } })
      await tx.quotaGrant.update({
        where: { workspaceId_id: { workspaceId, id: grantId } },
        data: { reservedMc: { increment: amountMc } },
      })
    }
    if (left > 0) throw new Error('There is not enough.')
    return id
  })
}

/** Charges all that was held. */
export function settleForUpdate(ctx: WorkspaceContext, id: string, cost: ModelCost): Promise<void> {
  const { workspaceId, surface } = ctx
  return withTenant(ctx, async (tx) => {
    await tx.$queryRaw`
      SELECT g.id FROM quota_grant g JOIN quota_allocation a ON a.workspace_id = g.workspace_id AND a.grant_id = g.id
      WHERE a.workspace_id = ${workspaceId}::uuid AND a.reservation_id = ${id}::uuid ORDER BY g.id FOR UPDATE OF g`
    const reservation = await tx.quotaReservation.findUniqueOrThrow({
      where: { workspaceId_id: { workspaceId, id } },
      include: { allocations: true },
    })
    if (reservation.state !== 'held') return
    const shared = { action: 'answer', reservationId: id, planKey: reservation.planKey, surface }
    const entries: NewEntry[] = [{ ...shared, kind: 'cost', cost }]
    for (const { grantId, amountMc } of reservation.allocations) {
      await tx.quotaAllocation.update({
        where: { workspaceId_reservationId_grantId: { workspaceId, reservationId: id, grantId } },
        data: { settledMc: amountMc },
      })
      await tx.quotaGrant.update({
        where: { workspaceId_id: { workspaceId, id: grantId } },
        data: { reservedMc: { decrement: amountMc }, usedMc: { increment: amountMc } },
      })
      entries.push({ ...shared, kind: 'charge', grantId, amountMc: Number(amountMc) })
    }
    await tx.quotaReservation.update({
      where: { workspaceId_id: { workspaceId, id } },
      data: { state: 'settled', settledMc: reservation.heldMc, closedAt: new Date() },
    })
    await insertEntries(tx, workspaceId, entries)
    await sumGrants(tx, workspaceId)
  })
}
