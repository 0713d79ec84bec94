// How fast credits are spent, and what the gate adds to a request.
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { type MeterSpec, type ModelCost, metered, reserve, settle } from '#lib/billing/index.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { percentile } from '../retrieval/metrics.ts'
import { median } from '../statistics.ts'
import { reserveForUpdate, settleForUpdate } from './for-update.ts'

/** As many requests at a time as a process has connections. */
const LANES = 8
/** Many short ones in turns: what else the machine does meets both. */
const ROUNDS = 12
const ROUND_MS = 1_000
const SAMPLES = 300
const PRICE_MC = 1_000

const COST: ModelCost = {
  ref: 'answer',
  model: 'bench',
  usage: { inputTokens: 800, outputTokens: 40, source: 'local', costMicroUsd: 77 },
}

export interface Rates {
  /** Reservations with their settlement, a second; medians of rounds taken in turns. */
  ours: number
  forUpdate: number
  /** How many there were of both. */
  count: number
}

/** Spends on `contexts`, one after the other. */
export async function measureRates(contexts: readonly WorkspaceContext[]): Promise<Rates> {
  const rates = { ours: [] as number[], forUpdate: [] as number[] }
  let count = 0
  // The first calls load code and make plans.
  for (const spend of [spendOurs, spendForUpdate]) count += await spendFor(500, contexts, spend)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, spend] of [
      ['ours', spendOurs],
      ['forUpdate', spendForUpdate],
    ] as const) {
      const spent = await spendFor(ROUND_MS, contexts, spend)
      rates[name].push((spent * 1_000) / ROUND_MS)
      count += spent
    }
  }
  return { ours: median(rates.ours), forUpdate: median(rates.forUpdate), count }
}

/** @returns how often, within the time. */
async function spendFor(
  ms: number,
  contexts: readonly WorkspaceContext[],
  spend: (ctx: WorkspaceContext) => Promise<void>,
): Promise<number> {
  const endsAt = performance.now() + ms
  let started = 0
  const lane = async () => {
    while (performance.now() < endsAt) {
      const ctx = contexts[started % contexts.length]
      started += 1
      if (ctx) await spend(ctx)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return started
}

async function spendOurs(ctx: WorkspaceContext): Promise<void> {
  const reserved = await reserve(ctx, newSpec())
  if (reserved.kind !== 'held') throw new Error('A new key cannot be a replay.')
  const key = { workspaceId: ctx.workspaceId, reservationId: reserved.id }
  await withTenant(ctx, (tx) => settle(tx, key, { mc: PRICE_MC, costs: [COST] }))
}

async function spendForUpdate(ctx: WorkspaceContext): Promise<void> {
  await settleForUpdate(ctx, await reserveForUpdate(ctx, newSpec()), COST)
}

function newSpec(): MeterSpec {
  return {
    action: 'answer',
    amountMc: PRICE_MC,
    idempotencyKey: createId(),
    requestHash: 'bench',
    ttlMs: 60_000,
  }
}

export interface Latency {
  p50: number
  p95: number
}

/** Milliseconds of a request that writes one row, without and with the gate around it, one after the other. */
export async function measureGate(
  ctx: WorkspaceContext,
): Promise<{ plain: Latency; gated: Latency; count: number }> {
  const plain: number[] = []
  const gated: number[] = []
  for (let i = 0; i < SAMPLES; i++) {
    plain.push(await time(() => withTenant(ctx, (tx) => writeResult(tx, ctx))))
    gated.push(
      await time(() =>
        metered(ctx, newSpec(), async () => ({
          actual: { mc: PRICE_MC, costs: [COST] },
          commit: (tx) => writeResult(tx, ctx),
        })),
      ),
    )
  }
  return { plain: toLatency(plain), gated: toLatency(gated), count: SAMPLES }
}

/** Stands for the answer that a request stores. */
async function writeResult(tx: Tx, { workspaceId }: WorkspaceContext): Promise<void> {
  await tx.workspaceStock.updateMany({ where: { workspaceId, key: 'documents' }, data: { value: 0 } })
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

export function toLatency(values: readonly number[]): Latency {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95) }
}
