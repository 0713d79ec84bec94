import { GRACE_DAYS } from './plans.ts'
import type { AccessState } from './schema.ts'

const DAY_MS = 86_400_000

/**
 * What the standing of an account allows, and until when that holds by itself. A hold stands above everything; a failed
 * payment gives a grace in which all works, then reading only.
 */
export function accessOf(
  account: { holdReason: string | null; graceStartedAt: Date | null },
  now: Date,
): { access: AccessState; until: Date | null } {
  if (account.holdReason !== null) return { access: 'hold', until: null }
  const end = graceEndsAt(account.graceStartedAt)
  if (end === null) return { access: 'full', until: null }
  return now < end ? { access: 'grace', until: end } : { access: 'readOnly', until: null }
}

/** Exclusive; null without a failed payment. */
export function graceEndsAt(startedAt: Date | null): Date | null {
  return startedAt && new Date(startedAt.getTime() + GRACE_DAYS * DAY_MS)
}
