import { withPlatform } from '#lib/platform/db/index.ts'
import { deleteOldDenials, deleteOldDismissals, deleteUnusedQuotes } from './prune-repository.ts'

/** Forgets quotes that were not taken up, and old refusals and closed notices, of all workspaces. Safe at any time. */
export async function pruneBillingRecords(): Promise<void> {
  await withPlatform('pruneBilling', async (tx) => {
    await deleteUnusedQuotes(tx)
    await deleteOldDenials(tx)
    await deleteOldDismissals(tx)
  })
}
