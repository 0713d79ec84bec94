import type { WorkspaceContext } from '#lib/auth/context.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { type Reservation, sealReservation } from '#lib/platform/llm/reservation.ts'
import { log } from '#lib/platform/log.ts'
import { journal, release, settle } from './close-reservation.ts'
import {
  type Actual,
  type Balance,
  type MeterSpec,
  type ModelCost,
  modelCostSchema,
  type Replay,
  type Settlement,
} from './meter.ts'
import { type Reserved, reserve, reserveIn } from './reserve.ts'

/** A reservation in hand. Exactly one of `settle` and `release` takes effect; whatever comes later changes nothing. */
export interface Meter {
  /** What model calls ask for. */
  readonly reservation: Reservation
  /** The credits left beside it. */
  readonly balance: Balance
  /** Notes all costs so far and extends the time to live; call it at least every third of `ttlMs`. @returns whether held. */
  journal(costs?: readonly ModelCost[]): Promise<boolean>
  /** Call it last in the transaction that writes the result. */
  settle(tx: Tx, actual: Actual): Promise<Settlement>
  /** Everything back; what it has cost us is booked as write-off. @returns whether it took effect. */
  release(reason: string, costs?: readonly ModelCost[]): Promise<boolean>
}

export type OpenedMeter =
  | { readonly kind: 'open'; readonly meter: Meter }
  | { readonly kind: 'replay'; readonly replay: Replay }

/**
 * The gate in two halves, for work that outlives its request: reserve now (and answer 202 or 402), settle or release
 * when it ends. Whoever opens it must do one of both on every way out; the sweeper does it for those who died.
 *
 * @throws AppError quota_exceeded, payment_required, billing_hold, idempotency_key_reused
 */
export async function openMeter(ctx: WorkspaceContext, spec: MeterSpec): Promise<OpenedMeter> {
  return toOpened(ctx, spec, await reserve(ctx, spec))
}

/** As `openMeter`, in the caller's transaction: the reservation and the row it is for are there together or not at all. */
export async function openMeterIn(tx: Tx, ctx: WorkspaceContext, spec: MeterSpec): Promise<OpenedMeter> {
  return toOpened(ctx, spec, await reserveIn(tx, ctx, spec))
}

function toOpened(ctx: WorkspaceContext, spec: MeterSpec, reserved: Reserved): OpenedMeter {
  if (reserved.kind === 'replay') return reserved
  const key = { workspaceId: ctx.workspaceId, reservationId: reserved.id }
  return {
    kind: 'open',
    meter: {
      reservation: sealReservation({
        id: reserved.id,
        workspaceId: ctx.workspaceId,
        heldMc: reserved.heldMc,
      }),
      balance: reserved.balance,
      journal: (costs) => journal(key, spec.ttlMs, costs),
      settle: (tx, actual) => settle(tx, key, actual),
      release: (reason, costs) => release(key, reason, costs),
    },
  }
}

export interface MeterHandle {
  readonly signal: AbortSignal
  /** Notes all costs so far; a sign of life is sent without it. */
  journal(costs: readonly ModelCost[]): Promise<boolean>
}

export interface Work<T> {
  readonly actual: Actual
  /** Writes the result; the settlement follows in the same transaction. */
  commit(tx: Tx): Promise<T>
}

/**
 * The only way to something that costs money: reserves the price, runs the work, then writes its result and settles in
 * one transaction. Released on every other way out, with the cost booked as write-off: what `run` journaled, or the
 * `costs` of the error it threw. No door is open while `run` works, so it may open its own.
 *
 * @param spec.signal aborts the work; `run` must heed it.
 * @throws AppError quota_exceeded, payment_required, billing_hold, idempotency_key_reused; conflict when the operation
 *   was metered before and no `spec.onReplay` answers for it.
 */
export async function metered<T>(
  ctx: WorkspaceContext,
  spec: MeterSpec & { readonly signal?: AbortSignal; readonly onReplay?: (replay: Replay) => Promise<T> },
  run: (reservation: Reservation, handle: MeterHandle) => Promise<Work<T>>,
): Promise<T> {
  const opened = await openMeter(ctx, spec)
  if (opened.kind === 'replay') return replayOf(spec, opened.replay)
  const { meter } = opened
  const stopBeating = keepAlive(meter, spec.ttlMs)
  const signal = spec.signal ?? new AbortController().signal
  try {
    const work = await run(meter.reservation, { signal, journal: meter.journal })
    signal.throwIfAborted()
    return await withTenant(ctx, async (tx) => {
      const result = await work.commit(tx)
      const { outcome } = await meter.settle(tx, work.actual)
      // Nobody may see a result that is neither charged nor booked.
      if (outcome === 'closed') throw new Error('The reservation was closed while its work ran.')
      return result
    })
  } catch (error) {
    await releaseAfter(meter, error)
    throw error
  } finally {
    stopBeating()
  }
}

function replayOf<T>(spec: { onReplay?: (replay: Replay) => Promise<T> }, replay: Replay): Promise<T> {
  if (spec.onReplay) return spec.onReplay(replay)
  throw new AppError('conflict', 'This is being done or has been done already.', { state: replay.state })
}

/** Sends a sign of life until it is told to stop. */
export function keepAlive(meter: Pick<Meter, 'journal'>, ttlMs: number): () => void {
  const timer = setInterval(
    () => {
      meter
        .journal()
        .catch((error: unknown) => log.warn({ err: error }, 'a reservation could not be extended'))
    },
    Math.max(1_000, ttlMs / 3),
  )
  timer.unref()
  return () => clearInterval(timer)
}

/** A release that fails is left to the sweeper: the first error is the one to tell. */
async function releaseAfter(meter: Meter, error: unknown): Promise<void> {
  try {
    await meter.release('the work failed', costsOf(error))
  } catch (releaseError) {
    log.error(
      { err: releaseError, reservationId: meter.reservation.id },
      'a reservation could not be released',
    )
  }
}

function costsOf(error: unknown): readonly ModelCost[] | undefined {
  if (typeof error !== 'object' || error === null || !('costs' in error)) return undefined
  return modelCostSchema.array().safeParse(error.costs).data
}
