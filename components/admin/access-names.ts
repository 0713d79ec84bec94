import type { AccessState } from '#lib/billing/schema.ts'

/** What the standing of an account is called. */
export const ACCESS_NAMES: Record<AccessState, string> = {
  full: 'Full',
  grace: 'Grace',
  readOnly: 'Read-only',
  hold: 'On hold',
}
