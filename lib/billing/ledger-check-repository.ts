import type { Tx } from '#lib/platform/db/index.ts'
import { NIL_ID } from '#lib/platform/id.ts'

/** Something in the books that cannot be: which rule, whose, and the two sides of it. Ids and amounts, never names. */
export interface LedgerProblem {
  readonly checkKey: string
  readonly workspaceId: string
  readonly detail: string
}

/**
 * Everything that must hold in the books at every moment, between any two transactions; empty when it does.
 *
 * - grant.used: used = Σ charges − Σ refunds of the ledger
 * - grant.reserved: reserved = Σ allocations of held reservations
 * - grant.balance: limit − revoked − used = Σ grants − Σ revokes − Σ charges + Σ refunds of the ledger
 * - grant.amounts: nothing is negative, and used + reserved + revoked never exceed the limit
 * - reservation.held: held = Σ its allocations
 * - reservation.settled: settled = Σ of its allocations = Σ its charges, within what was held and quoted; nothing is
 *   charged in another state
 * - reservation.refunded: refunded = Σ its refunds, within what was charged
 * - reservation.overage: overage = Σ its overage entries
 * - reservation.writeOff: a cost is written off where the reservation ended without its charge, and only there
 * - daily: each sum by day = the entries that it stands for
 *
 * @param scope.workspaceIds some workspaces; all that the door sees if left out. Work grows with their entries.
 */
export async function findLedgerProblems(
  tx: Tx,
  scope: { readonly workspaceIds?: readonly string[] } = {},
): Promise<LedgerProblem[]> {
  const ids = scope.workspaceIds ? [...scope.workspaceIds] : null
  return [
    ...(await findGrantProblems(tx, ids)),
    ...(await findReservationProblems(tx, ids)),
    ...(await findDailyProblems(tx, ids)),
  ]
}

function findGrantProblems(tx: Tx, ids: string[] | null): Promise<LedgerProblem[]> {
  return tx.$queryRaw<LedgerProblem[]>`
    WITH entries AS (
      SELECT workspace_id, grant_id,
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'grant'), 0) - coalesce(sum(amount_mc) FILTER (WHERE kind = 'revoke'), 0) AS given,
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'charge'), 0) - coalesce(sum(amount_mc) FILTER (WHERE kind = 'refund'), 0) AS used
      FROM usage_entry
      WHERE (${ids}::uuid[] IS NULL OR workspace_id = ANY (${ids}::uuid[])) AND kind IN ('grant', 'revoke', 'charge', 'refund')
      GROUP BY 1, 2
    ), holds AS (
      SELECT a.workspace_id, a.grant_id, sum(a.amount_mc) AS reserved
      FROM quota_reservation r
      JOIN quota_allocation a ON a.workspace_id = r.workspace_id AND a.reservation_id = r.id
      WHERE (${ids}::uuid[] IS NULL OR r.workspace_id = ANY (${ids}::uuid[])) AND r.state = 'held'
      GROUP BY 1, 2
    ), grants AS (
      SELECT * FROM quota_grant WHERE ${ids}::uuid[] IS NULL OR workspace_id = ANY (${ids}::uuid[])
    ), sides AS (
      SELECT coalesce(g.workspace_id, e.workspace_id) AS workspace_id, coalesce(g.id, e.grant_id) AS id,
             coalesce(g.limit_mc, 0) AS lim, coalesce(g.revoked_mc, 0) AS revoked, coalesce(g.used_mc, 0) AS used,
             coalesce(g.reserved_mc, 0) AS reserved, coalesce(h.reserved, 0) AS held,
             coalesce(e.given, 0) AS entries_given, coalesce(e.used, 0) AS entries_used
      FROM grants g
      FULL JOIN entries e ON e.workspace_id = g.workspace_id AND e.grant_id = g.id
      LEFT JOIN holds h ON h.workspace_id = g.workspace_id AND h.grant_id = g.id
    )
    SELECT 'grant.used' AS "checkKey", workspace_id AS "workspaceId",
           format('grant %s: used %s, ledger %s', id, used, entries_used) AS detail
    FROM sides WHERE used <> entries_used
    UNION ALL
    SELECT 'grant.reserved', workspace_id, format('grant %s: reserved %s, held %s', id, reserved, held)
    FROM sides WHERE reserved <> held
    UNION ALL
    SELECT 'grant.balance', workspace_id,
           format('grant %s: balance %s, ledger %s', id, lim - revoked - used, entries_given - entries_used)
    FROM sides WHERE lim - revoked - used <> entries_given - entries_used
    UNION ALL
    SELECT 'grant.amounts', workspace_id,
           format('grant %s: limit %s, revoked %s, used %s, reserved %s', id, lim, revoked, used, reserved)
    FROM sides WHERE least(lim, revoked, used, reserved) < 0 OR used + reserved + revoked > lim`
}

function findReservationProblems(tx: Tx, ids: string[] | null): Promise<LedgerProblem[]> {
  return tx.$queryRaw<LedgerProblem[]>`
    WITH entries AS (
      SELECT workspace_id, reservation_id,
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'charge'), 0) AS charged,
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'refund'), 0) AS refunded,
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'overage'), 0) AS overage,
             count(*) FILTER (WHERE kind = 'cost' AND write_off) AS written_off,
             count(*) FILTER (WHERE kind = 'cost' AND NOT write_off) AS borne
      FROM usage_entry
      WHERE (${ids}::uuid[] IS NULL OR workspace_id = ANY (${ids}::uuid[])) AND reservation_id IS NOT NULL
      GROUP BY 1, 2
    ), allocations AS (
      SELECT workspace_id, reservation_id, sum(amount_mc) AS amount, sum(settled_mc) AS settled, sum(refunded_mc) AS refunded
      FROM quota_allocation WHERE ${ids}::uuid[] IS NULL OR workspace_id = ANY (${ids}::uuid[])
      GROUP BY 1, 2
    ), reservations AS (
      SELECT * FROM quota_reservation WHERE ${ids}::uuid[] IS NULL OR workspace_id = ANY (${ids}::uuid[])
    ), sides AS (
      SELECT coalesce(r.workspace_id, e.workspace_id) AS workspace_id, coalesce(r.id, e.reservation_id) AS id, r.state,
             coalesce(r.held_mc, 0) AS held, coalesce(r.quoted_mc, r.held_mc) AS quoted, coalesce(r.settled_mc, 0) AS settled,
             coalesce(r.overage_mc, 0) AS overage, coalesce(a.amount, 0) AS allocated,
             coalesce(a.settled, 0) AS allocated_settled, coalesce(a.refunded, 0) AS refunded,
             coalesce(e.charged, 0) AS entries_charged, coalesce(e.refunded, 0) AS entries_refunded,
             coalesce(e.overage, 0) AS entries_overage, coalesce(e.written_off, 0) AS written_off,
             coalesce(e.borne, 0) AS borne
      FROM reservations r
      FULL JOIN entries e ON e.workspace_id = r.workspace_id AND e.reservation_id = r.id
      LEFT JOIN allocations a ON a.workspace_id = r.workspace_id AND a.reservation_id = r.id
    )
    SELECT 'reservation.held' AS "checkKey", workspace_id AS "workspaceId",
           format('reservation %s: held %s, allocated %s', id, held, allocated) AS detail
    FROM sides WHERE held <> allocated
    UNION ALL
    SELECT 'reservation.settled', workspace_id,
           format('reservation %s (%s): held %s, quoted %s, settled %s, allocations %s, ledger %s', id, state, held, quoted,
                  settled, allocated_settled, entries_charged)
    FROM sides
    WHERE settled <> allocated_settled OR settled <> entries_charged OR settled > least(held, quoted)
      OR (settled > 0 AND state IS DISTINCT FROM 'settled')
    UNION ALL
    SELECT 'reservation.refunded', workspace_id,
           format('reservation %s: charged %s, refunded %s, ledger %s', id, settled, refunded, entries_refunded)
    FROM sides WHERE refunded <> entries_refunded OR refunded > settled
    UNION ALL
    SELECT 'reservation.overage', workspace_id,
           format('reservation %s: overage %s, ledger %s', id, overage, entries_overage)
    FROM sides WHERE overage <> entries_overage
    UNION ALL
    SELECT 'reservation.writeOff', workspace_id,
           format('reservation %s (%s): held %s, settled %s, costs written off %s, borne %s', id, state, held, settled,
                  written_off, borne)
    FROM sides
    WHERE CASE WHEN state IN ('released', 'expired') OR (state = 'settled' AND held > 0 AND settled = 0)
               THEN borne > 0 ELSE written_off > 0 END`
}

function findDailyProblems(tx: Tx, ids: string[] | null): Promise<LedgerProblem[]> {
  return tx.$queryRaw<LedgerProblem[]>`
    WITH entries AS (
      SELECT workspace_id, (at AT TIME ZONE 'UTC')::date AS day, action, plan_key,
             coalesce(user_id, ${NIL_ID}::uuid) AS user_id,
             coalesce(api_key_id, ${NIL_ID}::uuid) AS api_key_id, surface,
             ARRAY[coalesce(sum(amount_mc) FILTER (WHERE kind = 'grant'), 0),
                   coalesce(sum(amount_mc) FILTER (WHERE kind = 'revoke'), 0),
                   coalesce(sum(amount_mc) FILTER (WHERE kind = 'charge'), 0),
                   coalesce(sum(amount_mc) FILTER (WHERE kind = 'refund'), 0),
                   coalesce(sum(amount_mc) FILTER (WHERE kind = 'overage'), 0),
                   sum(cost_micro_usd), coalesce(sum(cost_micro_usd) FILTER (WHERE write_off), 0),
                   coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), count(*)]::bigint[] AS sums
      FROM usage_entry WHERE ${ids}::uuid[] IS NULL OR workspace_id = ANY (${ids}::uuid[])
      GROUP BY 1, 2, 3, 4, 5, 6, 7
    ), days AS (
      SELECT workspace_id, day, action, plan_key, user_id, api_key_id, surface,
             ARRAY[granted_mc, revoked_mc, charged_mc, refunded_mc, overage_mc, cost_micro_usd, write_off_micro_usd,
                   input_tokens, output_tokens, entries] AS sums
      FROM usage_daily WHERE ${ids}::uuid[] IS NULL OR workspace_id = ANY (${ids}::uuid[])
    )
    SELECT 'daily' AS "checkKey", workspace_id AS "workspaceId",
           format('%s %s: sums %s, ledger %s', day, action, days.sums, entries.sums) AS detail
    FROM days FULL JOIN entries USING (workspace_id, day, action, plan_key, user_id, api_key_id, surface)
    WHERE days.sums IS DISTINCT FROM entries.sums`
}
