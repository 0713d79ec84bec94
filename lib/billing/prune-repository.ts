import type { Tx } from '#lib/platform/db/index.ts'

/** Quotes that nobody took up, a day after their end. */
export function deleteUnusedQuotes(tx: Tx): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM quote WHERE reservation_id IS NULL AND expires_at < now() - interval '1 day'`
}

/** Counts of refusals that no view reaches back to. */
export function deleteOldDenials(tx: Tx): Promise<number> {
  return tx.$executeRaw`DELETE FROM denial_daily WHERE day < (now() AT TIME ZONE 'UTC')::date - 400`
}

/** Notices that were put away: each is of a period that has long ended. */
export function deleteOldDismissals(tx: Tx): Promise<number> {
  return tx.$executeRaw`DELETE FROM notice_dismissal WHERE dismissed_at < now() - interval '400 days'`
}
