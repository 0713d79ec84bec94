import { CREDITS } from '#lib/billing/grant-repository.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import type { Place } from '#lib/platform/http/cursor.ts'

/**
 * The workspace's credits (left and held) right after each of some places, worked out from today's backwards: today's
 * less what the ledger did since, by days from the sums and within a day from its entries. One statement, so that a
 * charge that comes meanwhile is in all of it or in none.
 *
 * @returns mc by id of the place.
 */
export async function findBalancesAfter(
  tx: Tx,
  workspaceId: string,
  places: readonly Place[],
): Promise<Map<string, number>> {
  if (places.length === 0) return new Map()
  const ats = places.map(({ at }) => at.toISOString())
  const ids = places.map(({ id }) => id)
  const rows = await tx.$queryRaw<{ id: string; mc: bigint }[]>`
    WITH mark AS (
      SELECT at, id, (at AT TIME ZONE 'UTC')::date AS day
      FROM unnest(${ats}::timestamptz[], ${ids}::uuid[]) AS m (at, id)
    ), today AS (
      SELECT coalesce(sum(limit_mc - revoked_mc - used_mc), 0) AS mc FROM quota_grant
      WHERE workspace_id = ${workspaceId}::uuid AND meter = ${CREDITS}
        AND (expires_at IS NULL OR expires_at > date_trunc('milliseconds', now()))
    ), ended AS (
      SELECT id, expires_at, limit_mc - revoked_mc - used_mc AS mc FROM quota_grant
      WHERE workspace_id = ${workspaceId}::uuid AND meter = ${CREDITS}
        AND expires_at <= date_trunc('milliseconds', now())
    ), late AS (
      -- Given back to credits that had ended: gone with them.
      SELECT e.id, e.at, e.grant_id, e.amount_mc AS mc FROM usage_entry e JOIN ended ON ended.id = e.grant_id
      WHERE e.workspace_id = ${workspaceId}::uuid AND e.kind = 'refund' AND e.at >= ended.expires_at
    ), expired AS (
      SELECT id, expires_at AS at,
             mc - coalesce((SELECT sum(late.mc) FROM late WHERE late.grant_id = ended.id), 0) AS mc
      FROM ended
    ), moved AS (
      SELECT at, id, 1 AS rank,
             CASE kind WHEN 'grant' THEN amount_mc WHEN 'refund' THEN amount_mc
                       WHEN 'revoke' THEN -amount_mc WHEN 'charge' THEN -amount_mc ELSE 0 END AS mc
      FROM usage_entry
      WHERE workspace_id = ${workspaceId}::uuid AND at >= (SELECT min(at) FROM mark)
        AND (at AT TIME ZONE 'UTC')::date IN (SELECT day FROM mark)
      UNION ALL SELECT at, id, 0, 0 FROM mark
    ), since AS (
      -- Of the same day, and later: a mark comes before the entry that it stands at.
      SELECT id, rank, sum(mc) OVER (
        PARTITION BY (at AT TIME ZONE 'UTC')::date ORDER BY at DESC, id DESC, rank
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS mc
      FROM moved
    ), days AS (
      SELECT day, sum(granted_mc - revoked_mc - charged_mc + refunded_mc) AS mc FROM usage_daily
      WHERE workspace_id = ${workspaceId}::uuid AND day > (SELECT min(day) FROM mark)
      GROUP BY day
    )
    SELECT mark.id,
           (today.mc - since.mc
             - coalesce((SELECT sum(days.mc) FROM days WHERE days.day > mark.day), 0)
             + coalesce((SELECT sum(late.mc) FROM late WHERE (late.at, late.id) > (mark.at, mark.id)), 0)
             + coalesce((SELECT sum(expired.mc) FROM expired WHERE (expired.at, expired.id) > (mark.at, mark.id)), 0)
           )::bigint AS mc
    FROM mark CROSS JOIN today JOIN since ON since.id = mark.id AND since.rank = 0`
  return new Map(rows.map(({ id, mc }) => [id, Number(mc)]))
}
