import { toCredits } from './plans.ts'

export interface QuotaHeaders {
  readonly 'X-Quota-Meter': string
  readonly 'X-Quota-Remaining': string
  /** An instant, ISO 8601. */
  readonly 'X-Quota-Reset': string
}

/** What a metered answer tells about the credits left; the numbers are credits. */
export function quotaHeaders(balance: { availableMc: number; resetsAt: Date }): QuotaHeaders {
  return {
    'X-Quota-Meter': 'credits',
    'X-Quota-Remaining': String(toCredits(balance.availableMc)),
    'X-Quota-Reset': balance.resetsAt.toISOString(),
  }
}
