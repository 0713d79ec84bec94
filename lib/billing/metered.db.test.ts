import { describe, expect, it } from 'vitest'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { assertReservation, type Reservation } from '#lib/platform/llm/reservation.ts'
import { assertLedgerHolds, insertAccount, meterSpec, setStock } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { type ModelCost, metered, openMeter, openMeterIn, quotaHeaders, release } from './index.ts'

const COST: ModelCost = {
  ref: 'answer',
  model: 'test',
  usage: { inputTokens: 8, outputTokens: 4, source: 'local', costMicroUsd: 9 },
}

async function storedDocuments(workspaceId: string): Promise<number> {
  const [row] = await ownerQuery<{ value: string }>(
    `SELECT value FROM workspace_stock WHERE workspace_id = $1 AND key = 'documents'`,
    [workspaceId],
  )
  return Number(row?.value)
}

function costs(workspaceId: string) {
  return ownerQuery<{ cost_micro_usd: string; write_off: boolean }>(
    `SELECT cost_micro_usd, write_off FROM usage_entry WHERE workspace_id = $1 AND kind = 'cost'`,
    [workspaceId],
  )
}

describe('metered', () => {
  it('runs with a sealed reservation, then writes result and charge together', async () => {
    const ctx = await insertAccount()
    const result = await metered(ctx, meterSpec(), async (reservation) => {
      expect(() => assertReservation(reservation)).not.toThrow()
      expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 1_000 })
      return {
        actual: { mc: 1_000, costs: [COST] },
        commit: async (tx) => {
          await setStock(tx, ctx.workspaceId, 'documents', 3)
          return 'written'
        },
      }
    })
    expect(result).toBe('written')
    expect(await storedDocuments(ctx.workspaceId)).toBe(3)
    expect(await costs(ctx.workspaceId)).toEqual([{ cost_micro_usd: '9', write_off: false }])
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 1_000, reservedMc: 0 })
  })

  it('gives everything back when the work fails, and writes the cost off', async () => {
    const ctx = await insertAccount()
    const failing = metered(ctx, meterSpec(), () => {
      throw Object.assign(new AppError('unavailable', 'The model did not answer.'), { costs: [COST] })
    })
    await expect(failing).rejects.toMatchObject({ code: 'unavailable' })
    expect(await costs(ctx.workspaceId)).toEqual([{ cost_micro_usd: '9', write_off: true }])
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 0, reservedMc: 0 })
  })

  it('writes off what was journaled when the error tells nothing', async () => {
    const ctx = await insertAccount()
    const failing = metered(ctx, meterSpec(), async (_, handle) => {
      expect(await handle.journal([COST])).toBe(true)
      throw new Error('cut')
    })
    await expect(failing).rejects.toThrow('cut')
    expect(await costs(ctx.workspaceId)).toEqual([{ cost_micro_usd: '9', write_off: true }])
  })

  it('charges nothing when the result cannot be written, and writes nothing of it', async () => {
    const ctx = await insertAccount()
    const failing = metered(ctx, meterSpec(), async () => ({
      actual: { mc: 1_000 },
      commit: async (tx) => {
        await setStock(tx, ctx.workspaceId, 'documents', 3)
        throw new Error('disk full')
      },
    }))
    await expect(failing).rejects.toThrow('disk full')
    expect(await storedDocuments(ctx.workspaceId)).toBe(0)
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 0, reservedMc: 0 })
  })

  it('writes no result when its reservation was closed by somebody else', async () => {
    const ctx = await insertAccount()
    const failing = metered(ctx, meterSpec(), async (reservation) => {
      await release({ workspaceId: ctx.workspaceId, reservationId: reservation.id }, 'test')
      return {
        actual: { mc: 1_000 },
        commit: (tx) => setStock(tx, ctx.workspaceId, 'documents', 3),
      }
    })
    await expect(failing).rejects.toThrow('closed while its work ran')
    expect(await storedDocuments(ctx.workspaceId)).toBe(0)
  })

  it('keeps the result of aborted work back, and its credits with the workspace', async () => {
    const ctx = await insertAccount()
    const controller = new AbortController()
    const aborted = metered(ctx, { ...meterSpec(), signal: controller.signal }, async (_, { signal }) => {
      controller.abort(new Error('stopped'))
      expect(signal.aborted).toBe(true)
      return { actual: { mc: 1_000 }, commit: (tx) => setStock(tx, ctx.workspaceId, 'documents', 3) }
    })
    await expect(aborted).rejects.toThrow('stopped')
    expect(await storedDocuments(ctx.workspaceId)).toBe(0)
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 0, reservedMc: 0 })
  })

  it('runs the work of one key once', async () => {
    const ctx = await insertAccount()
    const spec = meterSpec()
    let runs = 0
    const ask = () =>
      metered(ctx, { ...spec, onReplay: async ({ state }) => state }, async () => {
        runs += 1
        return { actual: { mc: 1_000 }, commit: async () => 'done' }
      })
    expect(await ask()).toBe('done')
    expect(await ask()).toBe('settled')
    await expect(metered(ctx, spec, () => Promise.reject(new Error('unreachable')))).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(runs).toBe(1)
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 1_000 })
  })

  it('calls no work without credits', async () => {
    const ctx = await insertAccount({ creditsMc: 0 })
    const denied = metered(ctx, meterSpec(), () => Promise.reject(new Error('unreachable')))
    await expect(denied).rejects.toMatchObject({ code: 'quota_exceeded' })
  })

  it('makes the only reservations that a model accepts', () => {
    const forged = { id: 'x', workspaceId: 'y', heldMc: 1_000 }
    // @ts-expect-error an object that looks like a reservation is none
    const asReservation: Reservation = forged
    expect(() => assertReservation(asReservation)).toThrow('without a reservation')
  })
})

describe('openMeter', () => {
  it('holds together with the row it is for, or not at all', async () => {
    const ctx = await insertAccount()
    const failing = withTenant(ctx, async (tx) => {
      await openMeterIn(tx, ctx, meterSpec())
      throw new Error('no run')
    })
    await expect(failing).rejects.toThrow('no run')
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 0 })
  })

  it('tells what is left, and settles later', async () => {
    const ctx = await insertAccount()
    const opened = await openMeter(ctx, meterSpec())
    if (opened.kind !== 'open') throw new Error('expected a meter')
    expect(quotaHeaders(opened.meter.balance)).toMatchObject({
      'X-Quota-Meter': 'credits',
      'X-Quota-Remaining': '49',
    })
    await withTenant(ctx, (tx) => opened.meter.settle(tx, { mc: 1 }))
    expect(await opened.meter.release('late')).toBe(false)
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 1, reservedMc: 0 })
  })
})
