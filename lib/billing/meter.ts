import * as z from 'zod'
import type { ReservationState } from './reservation-state.ts'

/** What is metered; written to the ledger as `action`. */
export const METER_ACTIONS = ['answer', 'ingest', 'embed', 'reindex', 'summary', 'mindMap', 'ocr'] as const
export type MeterAction = (typeof METER_ACTIONS)[number]

/** What one model call has cost us. */
export const modelCostSchema = z.object({
  /** Names the call within its reservation, e.g. "answer" or "page-7"; the same name is booked once. */
  ref: z.string().min(1),
  model: z.string(),
  usage: z.object({
    inputTokens: z.number().int().nonnegative(),
    outputTokens: z.number().int().nonnegative(),
    source: z.enum(['provider', 'local']),
    /** Our own count of the same call, where the provider counted: the two are compared. */
    estimate: z
      .object({ inputTokens: z.number().int().nonnegative(), outputTokens: z.number().int().nonnegative() })
      .optional(),
    costMicroUsd: z.number().int().nonnegative(),
  }),
})
export type ModelCost = z.infer<typeof modelCostSchema>

/** What is to be metered, and at which price. */
export interface MeterSpec {
  readonly action: MeterAction
  /** The price in mc; 0 = a reservation without credits, the access state is still checked. */
  readonly amountMc: number
  /** The same key within the workspace is the same operation. */
  readonly idempotencyKey: string
  /** A hash of what was asked; the same key with another hash is refused. */
  readonly requestHash: string
  /** The reservation expires this long after it was made or last journaled. */
  readonly ttlMs: number
  /** What the reservation is for, e.g. 'run' and its id; given back on a replay. */
  readonly refType?: string
  readonly refId?: string
  /** The quote it runs under: holds, and so charges, never more than was quoted. */
  readonly quoteId?: string
  readonly conversationId?: string
  readonly documentId?: string
}

/** How work ended that did not end as it should; the page that explains a charge says so. */
export const METER_ENDINGS = ['refused', 'stopped', 'failed', 'interrupted'] as const
export type MeterEnding = (typeof METER_ENDINGS)[number]

/** What was used in the end. */
export interface Actual {
  /** To charge, in mc; above what was held the rest is booked as overage and billed to nobody. */
  readonly mc: number
  /** One for each model call. */
  readonly costs?: readonly ModelCost[]
  /** Left out where it ended well. */
  readonly ending?: MeterEnding | undefined
}

/** What a reservation row keeps for those who close it without having opened it (the sweeper). */
export const meterJournalSchema = z.object({
  action: z.enum(METER_ACTIONS),
  conversationId: z.string().nullish(),
  documentId: z.string().nullish(),
  ending: z.enum(METER_ENDINGS).optional(),
  costs: z.array(modelCostSchema).default([]),
})
/** `action` is one of ours, but for what a later version has written. */
export type MeterJournal = Omit<z.infer<typeof meterJournalSchema>, 'action'> & { readonly action: string }

const looseJournalSchema = z.object({
  action: z.string().min(1).catch('unknown'),
  conversationId: z.uuid().nullish().catch(null),
  documentId: z.uuid().nullish().catch(null),
  costs: z.array(z.unknown()).catch([]),
})

/**
 * What stands in the journal. Credits have to go back whatever stands there, so what cannot be read is left out.
 *
 * @returns isWhole: whether everything could be read.
 */
export function readJournal(value: unknown): { journal: MeterJournal; isWhole: boolean } {
  const read = meterJournalSchema.safeParse(value)
  if (read.success) return { journal: read.data, isWhole: true }
  const loose = looseJournalSchema.parse(typeof value === 'object' && value !== null ? value : {})
  const costs = loose.costs.flatMap((cost) => modelCostSchema.safeParse(cost).data ?? [])
  return { journal: { ...loose, costs }, isWhole: false }
}

/** The credits of a workspace now, in mc. */
export interface Balance {
  /** Given for now, bought ones included, revoked ones not. */
  readonly limitMc: number
  readonly usedMc: number
  readonly reservedMc: number
  /** Never below 0. */
  readonly availableMc: number
  readonly periodStart: Date
  readonly resetsAt: Date
}

/** An operation that was metered before under the same key. */
export interface Replay {
  readonly reservationId: string
  readonly state: ReservationState
  readonly heldMc: number
  readonly settledMc: number | null
  readonly refType: string | null
  readonly refId: string | null
}

/**
 * How a settlement ended: `charged` now; `late` after expiry (booked as overage, not billed); `closed` before by
 * somebody else (nothing was written).
 */
export interface Settlement {
  readonly outcome: 'charged' | 'late' | 'closed'
  /** What the workspace was charged, in mc. */
  readonly chargedMc: number
  readonly overageMc: number
  /** What is left after it, in mc. */
  readonly remainingMc: number
}
