import { withPlatform } from '#lib/platform/db/index.ts'
import { deleteExpired } from './repository.ts'

/** Removes links, locks and sessions a day after their end: until then they say why something no longer works. */
export async function sweepAccounts(): Promise<void> {
  await withPlatform('sweepAccounts', deleteExpired)
}
