import type { Place } from '#lib/platform/http/cursor.ts'

/**
 * What a line of the usage page is. The ledger's own kinds but `cost`, which is ours; `free` is work that ended without a
 * charge, `expire` what was left of credits when they ended: both are read from where they stand, nothing is written
 * for them.
 */
export const ENTRY_KINDS = ['grant', 'revoke', 'charge', 'refund', 'overage', 'free', 'expire'] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

/** Everything that is known of an entry; amounts in mc, never negative. */
export interface Entry extends Place {
  readonly kind: EntryKind
  readonly action: string
  readonly mc: number
  readonly userId: string | null
  readonly documentId: string | null
  readonly conversationId: string | null
  /** What it was for, e.g. a run and its id. */
  readonly ref: { readonly type: string; readonly id: string } | null
  /** The part of a refund, or the two limits of a grant that was raised. */
  readonly refId: string | null
  readonly planKey: string
  readonly surface: string
  /** The credits that it moved; null where it moved none. */
  readonly grant: {
    readonly source: string
    readonly limitMc: number
    readonly startsAt: Date
    readonly expiresAt: Date | null
  } | null
  readonly reservation: {
    readonly heldMc: number
    readonly settledMc: number
    readonly quotedMc: number | null
    readonly state: string
    /** How the work ended, where it told so. */
    readonly ending: string | null
  } | null
  /** What the models of the work counted; null when none was called. */
  readonly tokens: { readonly input: number; readonly output: number; readonly model: string } | null
}

export interface EntryFilter {
  readonly from?: Date | undefined
  /** Exclusive. */
  readonly until?: Date | undefined
  readonly userId?: string | undefined
  readonly action?: string | undefined
  readonly documentId?: string | undefined
  readonly conversationId?: string | undefined
  readonly kind?: EntryKind | undefined
  /** Only this person's entries, and those that belong to nobody: the credits themselves. */
  readonly ownOf?: string | undefined
}

/** Newest first. */
export function comparePlaces(a: Place, b: Place): number {
  return b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}
