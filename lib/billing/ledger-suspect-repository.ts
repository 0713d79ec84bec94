import type { Tx } from '#lib/platform/db/index.ts'

/**
 * Workspaces whose standing does not add up: their grants against the sums by day and against what is held, or a grant that
 * cannot be. All workspaces in one statement over tables that hold few rows for each; the ledger itself is not read.
 */
export function findUnbalancedWorkspaces(tx: Tx): Promise<string[]> {
  return ids(tx.$queryRaw<Row[]>`
    WITH grants AS (
      SELECT workspace_id, sum(limit_mc - revoked_mc) AS given, sum(used_mc) AS used, sum(reserved_mc) AS reserved,
             bool_or(least(limit_mc, revoked_mc, used_mc, reserved_mc) < 0 OR used_mc + reserved_mc + revoked_mc > limit_mc) AS broken
      FROM quota_grant GROUP BY 1
    ), days AS (
      SELECT workspace_id, sum(granted_mc - revoked_mc) AS given, sum(charged_mc - refunded_mc) AS used
      FROM usage_daily GROUP BY 1
    ), holds AS (
      SELECT r.workspace_id, sum(a.amount_mc) AS reserved
      FROM quota_reservation r
      JOIN quota_allocation a ON a.workspace_id = r.workspace_id AND a.reservation_id = r.id
      WHERE r.state = 'held' GROUP BY 1
    )
    SELECT workspace_id AS id
    FROM grants g FULL JOIN days d USING (workspace_id) FULL JOIN holds h USING (workspace_id)
    WHERE g.broken OR coalesce(g.given, 0) <> coalesce(d.given, 0) OR coalesce(g.used, 0) <> coalesce(d.used, 0)
       OR coalesce(g.reserved, 0) <> coalesce(h.reserved, 0)`)
}

/** Workspaces whose ledger since the first moment of `day` (UTC) is not what the sums by day say of it. */
export function findUnsummedWorkspaces(tx: Tx, day: string): Promise<string[]> {
  return ids(tx.$queryRaw<Row[]>`
    WITH entries AS (
      SELECT workspace_id, count(*) AS entries, coalesce(sum(amount_mc) FILTER (WHERE kind IN ('grant', 'refund')), 0) AS up,
             coalesce(sum(amount_mc) FILTER (WHERE kind IN ('revoke', 'charge')), 0) AS down,
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'overage'), 0) AS overage, sum(cost_micro_usd) AS cost
      FROM usage_entry WHERE at >= ${day}::date::timestamp AT TIME ZONE 'UTC' GROUP BY 1
    ), days AS (
      SELECT workspace_id, sum(entries) AS entries, sum(granted_mc + refunded_mc) AS up, sum(revoked_mc + charged_mc) AS down,
             sum(overage_mc) AS overage, sum(cost_micro_usd) AS cost
      FROM usage_daily WHERE day >= ${day}::date GROUP BY 1
    )
    SELECT workspace_id AS id FROM entries e FULL JOIN days d USING (workspace_id)
    WHERE (e.entries, e.up, e.down, e.overage, e.cost) IS DISTINCT FROM (d.entries, d.up, d.down, d.overage, d.cost)`)
}

/**
 * Workspaces with a reservation that is held, or that the ledger has told of since `day`, and that its allocations or charges
 * do not bear out.
 */
export function findUnsettledWorkspaces(tx: Tx, day: string): Promise<string[]> {
  return ids(tx.$queryRaw<Row[]>`
    WITH told AS MATERIALIZED (
      SELECT DISTINCT workspace_id, reservation_id FROM usage_entry
      WHERE at >= ${day}::date::timestamp AT TIME ZONE 'UTC' AND reservation_id IS NOT NULL
      UNION SELECT workspace_id, id FROM quota_reservation WHERE state = 'held'
    )
    SELECT DISTINCT t.workspace_id AS id
    FROM told t
    LEFT JOIN quota_reservation r ON r.workspace_id = t.workspace_id AND r.id = t.reservation_id
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(amount_mc), 0) AS amount, coalesce(sum(settled_mc), 0) AS settled, coalesce(sum(refunded_mc), 0) AS refunded
      FROM quota_allocation a WHERE a.workspace_id = t.workspace_id AND a.reservation_id = t.reservation_id
    ) a
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(amount_mc) FILTER (WHERE kind = 'charge'), 0) AS charged,
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'refund'), 0) AS refunded,
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'overage'), 0) AS overage
      FROM usage_entry e WHERE e.workspace_id = t.workspace_id AND e.reservation_id = t.reservation_id
    ) e
    WHERE coalesce(r.held_mc, 0) <> a.amount OR coalesce(r.settled_mc, 0) <> a.settled OR a.settled <> e.charged
       OR a.refunded <> e.refunded OR coalesce(r.overage_mc, 0) <> e.overage`)
}

interface Row {
  id: string
}

async function ids(rows: Promise<Row[]>): Promise<string[]> {
  return (await rows).map(({ id }) => id)
}
