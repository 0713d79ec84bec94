import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import {
  assertLedgerHolds,
  insertAccount,
  insertGrant,
  meterSpec,
  readLedger,
  setGrantLimit,
} from '#lib/testing/billing.ts'
import { ownerQuery, runInProcess } from '#lib/testing/database.ts'
import { journal, type MeterSpec, type ModelCost, release, reserve, settle, sweepExpired } from './index.ts'

const COST: ModelCost = {
  ref: 'answer',
  model: 'test',
  usage: { inputTokens: 800, outputTokens: 40, source: 'provider', costMicroUsd: 77 },
}

afterEach(() => {
  vi.useRealTimers()
})

async function hold(ctx: WorkspaceContext, spec: Partial<MeterSpec> = {}) {
  const reserved = await reserve(ctx, meterSpec(spec))
  if (reserved.kind !== 'held') throw new Error('expected a new reservation')
  return { workspaceId: ctx.workspaceId, reservationId: reserved.id }
}

const settleNow = (
  key: { workspaceId: string; reservationId: string },
  mc: number,
  costs: ModelCost[] = [],
) => withTenant({ ...key, userId: null }, (tx) => settle(tx, key, { mc, costs }))

async function outcomes(calls: Promise<{ kind: string }>[]): Promise<Record<string, number>> {
  const all = await Promise.all(
    calls.map((call) =>
      call.then(
        (r) => r.kind,
        (error) => error.code ?? String(error),
      ),
    ),
  )
  return Object.fromEntries(
    [...new Set(all)].sort().map((kind) => [kind, all.filter((each) => each === kind).length]),
  )
}

function entries(workspaceId: string, kind: string) {
  return ownerQuery<{ amount_mc: string; cost_micro_usd: string; write_off: boolean; ref_id: string | null }>(
    'SELECT amount_mc, cost_micro_usd, write_off, ref_id FROM usage_entry WHERE workspace_id = $1 AND kind = $2 ORDER BY id',
    [workspaceId, kind],
  )
}

describe('reserve', () => {
  it('admits exactly 100 of 200 concurrent asks, from two processes and many connections', async () => {
    const ctx = await insertAccount({ creditsMc: 100_000 })
    const child = runInProcess('lib/testing/billing-child.ts', ['race', ctx.workspaceId, '100'])
    const mine = await outcomes(Array.from({ length: 100 }, () => reserve(ctx, meterSpec())))
    const { stdout, stderr } = await child.exited
    const theirs: string[] = JSON.parse(stdout || `"${stderr}"`)

    expect(theirs).toHaveLength(100)
    expect((mine.held ?? 0) + theirs.filter((kind) => kind === 'held').length).toBe(100)
    expect((mine.quota_exceeded ?? 0) + theirs.filter((kind) => kind === 'quota_exceeded').length).toBe(100)
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 100_000, usedMc: 0 })
  })

  it('holds once for ten uses of one key, and says to the others which reservation it was', async () => {
    const ctx = await insertAccount()
    const spec = meterSpec({ refType: 'run', refId: createId() })
    expect(await outcomes(Array.from({ length: 10 }, () => reserve(ctx, spec)))).toEqual({
      held: 1,
      replay: 9,
    })
    expect(await reserve(ctx, spec)).toMatchObject({
      replay: { state: 'held', refId: spec.refId, heldMc: 1_000 },
    })
    expect((await readLedger(ctx.workspaceId)).reservedMc).toBe(1_000)
  })

  it('refuses a key that was used for something else', async () => {
    const ctx = await insertAccount()
    const spec = meterSpec()
    await reserve(ctx, spec)
    await expect(reserve(ctx, { ...spec, requestHash: 'other' })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
      status: 409,
    })
  })

  it('charges again for a new key: that is how an answer is regenerated', async () => {
    const ctx = await insertAccount()
    await settleNow(await hold(ctx), 1_000)
    await settleNow(await hold(ctx), 1_000)
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 2_000 })
  })

  it('answers 402 with 999 mc left, and tells all that the page needs in credits', async () => {
    const ctx = await insertAccount({ creditsMc: 999 })
    await expect(reserve(ctx, meterSpec())).rejects.toMatchObject({
      status: 402,
      code: 'quota_exceeded',
      message: expect.stringContaining('This needs 1 credit and you have 0.999 left.'),
      extensions: {
        meter: 'credits',
        limit: 0.999,
        used: 0,
        reserved: 0,
        available: 0.999,
        requested: 1,
        plan: 'free',
        access: 'full',
        requiredPlan: 'pro',
        upgradeUrl: '/pricing?plan=pro',
        contactOwner: false,
        periodStart: expect.any(String),
        resetsAt: expect.any(String),
      },
    })
    expect(
      await ownerQuery('SELECT 1 FROM quota_reservation WHERE workspace_id = $1', [ctx.workspaceId]),
    ).toEqual([])
  })

  it('shows a member whom to ask instead of what to buy', async () => {
    const ctx = await insertAccount({ creditsMc: 0, role: 'member' })
    const refusal = await reserve(ctx, meterSpec()).catch((error) => error.extensions)
    expect(refusal).toMatchObject({ contactOwner: true, requiredPlan: 'pro' })
    expect(refusal).not.toHaveProperty('upgradeUrl')
  })

  it('burns what ends first, and bought credits last', async () => {
    const ctx = await insertAccount({ creditsMc: 500 })
    await insertGrant(ctx.workspaceId, { source: 'topup', limitMc: 5_000 })
    await insertGrant(ctx.workspaceId, { source: 'admin', limitMc: 300 })
    await settleNow(await hold(ctx), 1_000)
    const used = await ownerQuery(
      'SELECT source, used_mc::int AS used FROM quota_grant WHERE workspace_id = $1 ORDER BY priority',
      [ctx.workspaceId],
    )
    expect(used).toEqual([
      { source: 'plan', used: 500 },
      { source: 'admin', used: 300 },
      { source: 'topup', used: 200 },
    ])
    await assertLedgerHolds(ctx.workspaceId)
  })

  it.each([
    ['readOnly', 'payment_required'],
    ['hold', 'billing_hold'],
  ])('spends nothing in %s, work without a price included', async (access, code) => {
    const ctx = await insertAccount()
    const before = meterSpec()
    await reserve(ctx, before)
    await ownerQuery('UPDATE entitlement_snapshot SET access = $2 WHERE workspace_id = $1', [
      ctx.workspaceId,
      access,
    ])
    await expect(reserve(ctx, meterSpec({ amountMc: 0 }))).rejects.toMatchObject({ code, status: 402 })
    await expect(reserve(ctx, before)).resolves.toMatchObject({ kind: 'replay' })
  })

  it('never touches another tenant, whatever the order', async () => {
    const [one, two] = [await insertAccount({ creditsMc: 3_000 }), await insertAccount({ creditsMc: 3_000 })]
    const key = await hold(one, { idempotencyKey: 'same' })
    await hold(two, { idempotencyKey: 'same' })
    await expect(settleNow({ ...key, workspaceId: two.workspaceId }, 1_000)).rejects.toThrow(
      'no such reservation',
    )
    expect(await release({ ...key, workspaceId: one.workspaceId }, 'test')).toBe(true)
    expect(await assertLedgerHolds(one.workspaceId)).toMatchObject({ reservedMc: 0 })
    expect(await assertLedgerHolds(two.workspaceId)).toMatchObject({ reservedMc: 1_000, usedMc: 0 })
  })
})

describe('settle, release and expiry', () => {
  it('take effect once out of 100 at a time', async () => {
    const ctx = await insertAccount()
    const key = await hold(ctx)
    const effects = await Promise.all(
      Array.from({ length: 100 }, async (_, i) =>
        i % 2 ? release(key, 'test') : (await settleNow(key, 700)).outcome === 'charged',
      ),
    )
    expect(effects.filter(Boolean)).toHaveLength(1)
    const { usedMc, reservedMc, overageMc } = await assertLedgerHolds(ctx.workspaceId)
    expect([usedMc === 0 || usedMc === 700, reservedMc, overageMc]).toEqual([true, 0, 0])
  })

  it('charge what was used, give the rest back, and book the cost once', async () => {
    const ctx = await insertAccount()
    const key = await hold(ctx)
    expect(await settleNow(key, 250, [COST])).toEqual({
      outcome: 'charged',
      chargedMc: 250,
      overageMc: 0,
      remainingMc: 49_750,
    })
    expect(await settleNow(key, 900, [COST])).toMatchObject({ outcome: 'closed', chargedMc: 250 })
    expect(await entries(ctx.workspaceId, 'cost')).toEqual([
      { amount_mc: '0', cost_micro_usd: '77', write_off: false, ref_id: 'answer' },
    ])
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 250, reservedMc: 0 })
  })

  it('never charge more than was held', async () => {
    const ctx = await insertAccount()
    expect(await settleNow(await hold(ctx), 1_200)).toMatchObject({ chargedMc: 1_000, overageMc: 200 })
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 1_000, overageMc: 200 })
  })

  it('write the cost of a free ending off, but not the cost of what is free from the start', async () => {
    const refused = await insertAccount()
    await settleNow(await hold(refused), 0, [COST])
    expect(await entries(refused.workspaceId, 'cost')).toMatchObject([{ write_off: true }])
    const ingest = await insertAccount()
    await settleNow(await hold(ingest, { action: 'ingest', amountMc: 0 }), 0, [COST])
    expect(await entries(ingest.workspaceId, 'cost')).toMatchObject([{ write_off: false }])
  })

  it('give back what a killed process held, and book what it had journaled', async () => {
    const ctx = await insertAccount()
    const child = runInProcess('lib/testing/billing-child.ts', ['hang', ctx.workspaceId])
    await vi.waitFor(() => expect(child.lines).toHaveLength(1), { timeout: 20_000 })
    child.kill('SIGKILL')
    await child.exited
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 1_000 })

    await Promise.all([sweepExpired(), sweepExpired()])
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 0, usedMc: 0 })
    expect(await entries(ctx.workspaceId, 'cost')).toMatchObject([{ cost_micro_usd: '77', write_off: true }])
  })

  it('book work that ends after its expiry as overage, once, and only the cost that is new', async () => {
    const ctx = await insertAccount()
    const key = await hold(ctx, { ttlMs: 1 })
    await journal(key, 1, [{ ...COST, usage: { ...COST.usage, costMicroUsd: 50 } }])
    expect(await sweepExpired()).toBeGreaterThan(0)
    expect(await settleNow(key, 1_000, [COST])).toMatchObject({
      outcome: 'late',
      chargedMc: 0,
      overageMc: 1_000,
    })
    await settleNow(key, 1_000, [COST])
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({
      usedMc: 0,
      reservedMc: 0,
      overageMc: 1_000,
    })
    expect(await entries(ctx.workspaceId, 'cost')).toMatchObject([
      { cost_micro_usd: '50', ref_id: 'answer' },
      { cost_micro_usd: '27', ref_id: 'answer:late' },
    ])
  })

  it('leave alone what showed a sign of life', async () => {
    const ctx = await insertAccount()
    const key = await hold(ctx, { ttlMs: 1 })
    expect(await journal(key, 60_000)).toBe(true)
    await sweepExpired()
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 1_000 })
    await release(key, 'test')
    expect(await journal(key, 60_000)).toBe(false)
  })

  it('do not deadlock when many ways of closing meet new reservations over several grants', async () => {
    const ctx = await insertAccount({ creditsMc: 30_500 })
    await insertGrant(ctx.workspaceId, { source: 'admin', limitMc: 10_300 })
    await insertGrant(ctx.workspaceId, { source: 'topup', limitMc: 40_000 })
    const keys = await Promise.all(Array.from({ length: 40 }, () => hold(ctx)))
    const failures = await Promise.allSettled(
      keys.flatMap((key, i) => [
        settleNow(key, 300 + i, [COST]),
        release(key, 'test'),
        settleNow(key, 1_000),
        ...(i % 2 ? [hold(ctx)] : []),
      ]),
    )
    expect(failures.filter(({ status }) => status === 'rejected')).toEqual([])
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ reservedMc: 20_000 })
  })

  it('keep both sides of the books equal after every one of a few hundred random steps', async () => {
    const step = fc.record({
      do: fc.constantFrom('reserve', 'reserve', 'settle', 'release', 'expire', 'limit'),
      mc: fc.integer({ min: 0, max: 2_500 }),
      pick: fc.nat(50),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 80 }), async (steps) => {
        const ctx = await insertAccount({ creditsMc: 9_000 })
        await insertGrant(ctx.workspaceId, { source: 'topup', limitMc: 4_000 })
        const keys: { workspaceId: string; reservationId: string }[] = []
        for (const { do: action, mc, pick } of steps) {
          const key = keys[pick % Math.max(1, keys.length)]
          if (action === 'reserve') {
            const reserved = await reserve(ctx, meterSpec({ amountMc: mc })).catch(() => null)
            if (reserved?.kind === 'held')
              keys.push({ workspaceId: ctx.workspaceId, reservationId: reserved.id })
          } else if (action === 'limit') {
            const { usedMc, reservedMc } = await readLedger(ctx.workspaceId)
            await setGrantLimit(ctx.workspaceId, usedMc + reservedMc + mc)
          } else if (key && action === 'settle') await settleNow(key, mc, [COST])
          else if (key && action === 'release') await release(key, 'test')
          else if (key) {
            await journal(key, 1)
            await sweepExpired()
          }
          await assertLedgerHolds(ctx.workspaceId)
        }
      }),
      { numRuns: 5 },
    )
  })
})
