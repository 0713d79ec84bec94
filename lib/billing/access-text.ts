import { GRACE_DAYS } from './plans.ts'
import type { AccessState } from './schema.ts'

/** What has happened to the account, and what still works. */
export function accessText(access: Exclude<AccessState, 'full'>): string {
  switch (access) {
    case 'grace':
      return `Your last payment failed. Everything works until the grace of ${GRACE_DAYS} days is over.`
    case 'readOnly':
      return 'Your last payment failed, so nothing new can be added for now. You can still read and export everything.'
    case 'hold':
      return 'This workspace is on hold, so nothing can be spent for now. You can still read and export everything.'
  }
}
